import type { ReportId } from '@foyer/protocol/report';
import { readRatingsReport, readWaitingTimesReport } from './read-chat-class-reports.ts';
import { readChatTagsReport, readDepartmentsReport, readMissedChatsReport } from './read-chat-group-reports.ts';
import { readChatHoursReport } from './read-chat-hours-report.ts';
import { readChatsReport } from './read-chats-report.ts';
import { readInvitesReport } from './read-invites-report.ts';
import { readOperatorsReport } from './read-operators-report.ts';
import { readWrapUpsReport } from './read-wrap-ups-report.ts';
import type { ReportReader } from './report-reader.ts';

/** How reports of chats, operators and invites are read. */
export const chatReportReaders = {
  chats: readChatsReport,
  'chat-hours': readChatHoursReport,
  'waiting-times': readWaitingTimesReport,
  'missed-chats': readMissedChatsReport,
  ratings: readRatingsReport,
  departments: readDepartmentsReport,
  'chat-wrap-ups': readWrapUpsReport,
  'chat-tags': readChatTagsReport,
  operators: readOperatorsReport,
  invites: readInvitesReport,
} as const satisfies Partial<Record<ReportId, ReportReader>>;
