/** Body of the thread that `writeXlsx` starts: rows in, bytes of a workbook out. */
import { parentPort, workerData } from 'node:worker_threads';
import writeWorkbook, { type Cell, type SheetData } from 'write-excel-file/node';
import type { SheetCell, SheetInput } from './write-xlsx.ts';

const { name, formats, widths, rows }: SheetInput = workerData;
const [header = [], ...body] = rows;
const data: SheetData = [
  header.map((title) => ({ value: String(title), fontWeight: 'bold' as const })),
  ...body.map((row) => row.map((cell, column) => toCell(cell, formats[column] ?? null))),
];
const bytes = await writeWorkbook(data, {
  sheet: name,
  stickyRowsCount: 1,
  columns: widths.map((width) => ({ width })),
}).toBuffer();
parentPort?.postMessage(new Uint8Array(bytes));

function toCell(cell: SheetCell, format: string | null): Cell {
  if (cell === null) return null;
  if (typeof cell === 'string') return { value: cell, type: String };
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  const type = typeof cell === 'number' ? Number : Date;
  return (format === null ? { value: cell, type } : { value: cell, type, format }) as Cell;
}
