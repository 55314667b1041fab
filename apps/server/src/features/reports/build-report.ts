import { type Report, type ReportId, reportDefinitions } from '@foyer/protocol/report';
import { AppError } from '../../http/app-error.ts';
import { composeReport } from './compose-report.ts';
import { daysBefore } from './report-days.ts';
import type { ReportContext, ReportQuestion } from './report-reader.ts';
import { reportReaders } from './report-registry.ts';

/** Reads a report, and the days it is compared with. Throws `invalid_request` for a sort column it has not. */
export async function buildReport(
  context: ReportContext,
  id: ReportId,
  asked: Omit<ReportQuestion, 'keys'>,
): Promise<Report> {
  const { rows, columns } = reportDefinitions[id];
  const reader = reportReaders[id];
  if (asked.sort !== undefined && !columns.some((column) => column.id === asked.sort))
    throw new AppError('invalid_request', 'This report has no such column', {
      fields: [{ path: 'sort', message: `must be one of ${columns.map((column) => column.id).join(', ')}` }],
    });
  const question = { ...asked, keys: null };
  const data = await reader.read(context, question);
  const days = daysBefore(asked, asked.compare);
  const { currency } = context.site;
  const alone = composeReport(id, reader, question, data, null, currency);
  if (days === null) return alone;
  // Only what is shown is looked for in the days before.
  const keys = rows === 'day' || rows === 'hour' ? null : alone.rows.map(({ key }) => key);
  const before = { days, data: await reader.read(context, { ...question, ...days, keys }) };
  return composeReport(id, reader, question, data, before, currency);
}
