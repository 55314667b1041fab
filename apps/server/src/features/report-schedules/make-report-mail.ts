import type { ReportScheduleInput } from '@foyer/protocol/report-schedule';
import type { Site } from '@foyer/protocol/site';
import { localTime } from '@foyer/rules/site-time';
import type { Storage } from '../../storage/storage.ts';
import { buildReport } from '../reports/build-report.ts';
import { daysOf } from './schedule-times.ts';
import { writeReportMail } from './write-report-mail.ts';

/** What making a mail with reports needs. */
export interface ReportMailParts {
  readonly storage: Storage;
  /** Public address of this server, without a trailing slash. */
  readonly origin: () => string;
  readonly now: () => number;
}

/** Rows of each report; a mail shows fewer. */
const rowsRead = 10;

/** The mail of a schedule that is due at an instant. Reads one report after the other; stops when nobody waits any more. */
export async function makeReportMail(
  { storage, origin, now }: ReportMailParts,
  site: Site,
  { name, reportIds, range }: Pick<ReportScheduleInput, 'name' | 'reportIds' | 'range'>,
  dueAt: number,
  isWanted: () => boolean = () => true,
) {
  const days = daysOf(range, localTime(dueAt, site.timeZone).date);
  const context = { db: storage.reports, dialect: storage.dialect, site, now: now(), isWanted };
  const reports = [];
  for (const id of reportIds)
    reports.push(
      await buildReport(context, id, { ...days, compare: 'before', grain: 'day', limit: rowsRead, expression: null }),
    );
  return writeReportMail({ site: site.name, name, days, reports, origin: origin() });
}
