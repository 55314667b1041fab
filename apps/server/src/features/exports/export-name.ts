import type { ExportFormat } from './export-table.ts';

/** Name of an exported file: what it is of, by site and days. */
export function exportName(
  siteName: string,
  of: string,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  format: ExportFormat,
): string {
  const days = from === undefined && to === undefined ? 'all' : `${from ?? 'beginning'}-to-${to ?? 'now'}`;
  const site = siteName
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return `${site || 'site'}-${of}-${days}.${format}`;
}
