import type { ReportId } from '@foyer/protocol/report';
import { chatReportReaders } from './chat-report-readers.ts';
import { readVisitsReport } from './read-visits-report.ts';
import type { ReportReader } from './report-reader.ts';

/** How each report is read. */
export const reportReaders: Partial<Record<ReportId, ReportReader>> = {
  ...chatReportReaders,
  visits: readVisitsReport,
};
