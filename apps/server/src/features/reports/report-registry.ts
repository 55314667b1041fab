import type { ReportId } from '@foyer/protocol/report';
import { readVisitsReport } from './read-visits-report.ts';
import type { ReportReader } from './report-reader.ts';

/** How each report is read. */
export const reportReaders: Partial<Record<ReportId, ReportReader>> = {
  visits: readVisitsReport,
};
