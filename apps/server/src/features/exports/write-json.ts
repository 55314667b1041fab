import { formatAmount } from '@foyer/rules/money';
import type { Cell, CellKind, ExportTable } from './export-table.ts';

/** A table as one JSON object: what its columns are, then its rows by the ids of columns; texts as they are. */
export async function* writeJson({ title, columns, rows, currency, timeZone }: ExportTable): AsyncGenerator<string> {
  yield `${JSON.stringify({ title, currency, timeZone, columns }).slice(0, -1)},"rows":[`;
  let isFirst = true;
  for await (const some of rows) {
    const texts = some.map((row) =>
      JSON.stringify(
        Object.fromEntries(columns.map(({ id, kind }, index) => [id, jsonOf(row[index] ?? null, kind, currency)])),
      ),
    );
    if (texts.length === 0) continue;
    yield `${isFirst ? '\n' : ',\n'}${texts.join(',\n')}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

/** Money as a decimal string, instants as ISO 8601 in UTC. */
function jsonOf(cell: Cell, kind: CellKind, currency: string): Cell {
  if (typeof cell !== 'number') return cell;
  if (kind === 'money') return formatAmount(Math.round(cell), currency);
  return kind === 'instant' ? new Date(cell).toISOString() : cell;
}
