import { Worker } from 'node:worker_threads';
import { currencyDigits } from '@foyer/rules/money';
import { localTime } from '@foyer/rules/site-time';
import { type Cell, type CellKind, type ExportTable, titleWithUnit } from './export-table.ts';
import { safeCell } from './safe-cell.ts';

/** Rows of a workbook at most: all of them are in memory at once. */
export const maxSheetRows = 50_000;
/** Beside days, a column of days may say `Total`. */
const isDay = /^\d{4}-\d{2}-\d{2}$/;
/** Memory of the thread that makes it, MB. */
const threadMegabytes = 768;

/** A cell as the thread takes it. */
export type SheetCell = string | number | boolean | Date | null;

/** What the thread makes a workbook of. */
export interface SheetInput {
  readonly name: string;
  /** Format of each column in the notation of spreadsheets; null: none. */
  readonly formats: readonly (string | null)[];
  readonly widths: readonly number[];
  /** The first is the header. */
  readonly rows: readonly (readonly SheetCell[])[];
}

/**
 * A table as a workbook with one sheet, made in a thread of its own; null when it has more than `maxSheetRows` rows. Numbers
 * are numbers, dates dates by the site's clock, money has the currency's digits.
 */
export async function writeXlsx(table: ExportTable, signal?: AbortSignal): Promise<Buffer | null> {
  const { columns, currency, timeZone, title } = table;
  const rows: SheetCell[][] = [columns.map((column) => safeCell(titleWithUnit(column, currency)))];
  for await (const some of table.rows)
    for (const row of some) {
      if (rows.length > maxSheetRows) return null;
      rows.push(columns.map(({ kind }, index) => cellOf(row[index] ?? null, kind, currency, timeZone)));
    }
  signal?.throwIfAborted();
  return makeInThread(
    {
      name: title.replace(/[[\]:*?/\\']/g, ' ').slice(0, 31),
      formats: columns.map(({ kind }) => formatOf(kind, currency)),
      widths: columns.map(({ kind, title: heading }) => (kind === 'text' ? 28 : Math.max(12, heading.length + 4))),
      rows,
    },
    signal,
  );
}

function cellOf(cell: Cell, kind: CellKind, currency: string, timeZone: string): SheetCell {
  if (cell === null || typeof cell === 'boolean') return cell;
  if (typeof cell === 'string')
    return kind === 'day' && isDay.test(cell) ? new Date(`${cell}T00:00:00Z`) : safeCell(cell);
  if (kind === 'money') return Math.round(cell) / 10 ** currencyDigits(currency);
  if (kind !== 'instant') return cell;
  // Spreadsheets know no time zones: the date is what the site's clock shows.
  const { date, hour, minute, second } = localTime(cell, timeZone);
  return new Date(Date.parse(`${date}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000);
}

function formatOf(kind: CellKind, currency: string): string | null {
  switch (kind) {
    case 'money': {
      const digits = currencyDigits(currency);
      return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
    }
    case 'number':
      return '#,##0';
    case 'decimal':
      return '0.00';
    case 'percent':
    case 'seconds':
      return '0.0';
    case 'instant':
      return 'yyyy-mm-dd hh:mm:ss';
    case 'day':
      return 'yyyy-mm-dd';
    default:
      return null;
  }
}

function makeInThread(input: SheetInput, signal?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./write-xlsx-thread.ts', import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: threadMegabytes },
    });
    const stop = () => {
      void thread.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    thread.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    thread.once('error', reject);
    thread.once('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(new Error('The workbook was not made'));
    });
  });
}
