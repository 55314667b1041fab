import { formatAmount } from '@foyer/rules/money';
import { localTime } from '@foyer/rules/site-time';
import { stringify } from 'csv-stringify/sync';
import { type Cell, type CellKind, type ExportTable, titleWithUnit } from './export-table.ts';
import { safeCell } from './safe-cell.ts';

/** A number as it is to stand in the file, without quotes. */
class Bare {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const options = {
  record_delimiter: '\r\n',
  quoted_string: true,
  cast: { object: (value: object) => (value instanceof Bare ? value.text : '') },
} as const;
const byteOrderMark = '\ufeff';

/** A table as CSV (RFC 4180, UTF-8 with byte order mark): texts in quotes, numbers bare, instants by the site's clock. */
export async function* writeCsv({ columns, rows, currency, timeZone }: ExportTable): AsyncGenerator<string> {
  const header = columns.map((column) => safeCell(titleWithUnit(column, currency)));
  yield byteOrderMark + stringify([header], options);
  for await (const some of rows) {
    if (some.length === 0) continue;
    const records = some.map((row) =>
      columns.map(({ kind }, index) => fieldOf(row[index] ?? null, kind, currency, timeZone)),
    );
    yield stringify(records, options);
  }
}

function fieldOf(cell: Cell, kind: CellKind, currency: string, timeZone: string): string | Bare | null {
  if (cell === null) return null;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'string') return kind === 'day' ? new Bare(safeCell(cell)) : safeCell(cell);
  switch (kind) {
    case 'money':
      return new Bare(moneyText(cell, currency));
    case 'instant':
      return new Bare(writeLocal(cell, timeZone));
    default:
      return new Bare(String(Number(cell.toFixed(4))));
  }
}

/** Averages of money have fractions of the smallest unit, which nobody can pay. */
function moneyText(minor: number, currency: string): string {
  return formatAmount(Math.round(minor), currency);
}

/** `2026-03-01 09:00:05`, which spreadsheets take for a date. */
function writeLocal(at: number, timeZone: string): string {
  const { date, hour, minute, second } = localTime(at, timeZone);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date} ${two(hour)}:${two(minute)}:${two(second)}`;
}
