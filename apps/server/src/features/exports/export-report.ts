import type { Report } from '@foyer/protocol/report';
import { exportName } from './export-name.ts';
import type { ExportFormat } from './export-table.ts';
import { tableOfReport } from './report-table.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeXlsx } from './write-xlsx.ts';

/** A report as a file, such as an attachment of a mail. Reports have no more rows than a workbook takes. */
export async function exportReport(
  report: Report,
  site: { readonly name: string; readonly timeZone: string },
  format: ExportFormat,
  signal?: AbortSignal,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const table = tableOfReport(report, site.timeZone);
  const name = exportName(site.name, report.id, report, format);
  if (format === 'xlsx') {
    const bytes = await writeXlsx(table, signal);
    if (bytes === null) throw new Error('a report has more rows than a workbook takes');
    return { name, bytes };
  }
  const pieces: string[] = [];
  for await (const piece of format === 'csv' ? writeCsv(table) : writeJson(table)) pieces.push(piece);
  return { name, bytes: Buffer.from(pieces.join('')) };
}
