/** What cells of a column hold: see `Cell`. */
export type CellKind = 'text' | 'number' | 'decimal' | 'money' | 'percent' | 'seconds' | 'instant' | 'day' | 'flag';

export interface ExportColumn {
  readonly id: string;
  readonly title: string;
  readonly kind: CellKind;
}

/**
 * One cell: text and `day` (ISO) as text, flags as such, all else as a number: money in minor units, percent 0 to 100, seconds,
 * instants in epoch ms. Null: nothing.
 */
export type Cell = string | number | boolean | null;

/** What is exported: the same for every format. */
export interface ExportTable {
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  /** ISO 4217, of money. */
  readonly currency: string;
  /** Of instants. */
  readonly timeZone: string;
  /** Rows, some at a time, read as they are asked for. */
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
}

export const exportFormats = ['csv', 'xlsx', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
};

/** What a column is called where its cells are bare numbers: with their unit. */
export function titleWithUnit({ title, kind }: ExportColumn, currency: string): string {
  if (kind === 'money') return `${title} (${currency})`;
  if (kind === 'seconds') return `${title} (s)`;
  return kind === 'percent' && !title.includes('%') ? `${title} (%)` : title;
}
