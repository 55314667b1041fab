import type { OperatorPrincipal } from '../../http/principal.ts';
import type { ListReader } from '../lists/list-visits.ts';
import type { Cell, ExportColumn, ExportTable } from './export-table.ts';
import type { ExportedList } from './exported-lists.ts';

/** Rows of a file at most. */
const maxRows = 1_000_000;

/** A list as a table, of these columns in the order of the list. Its first page is read at once, so that what is wrong with the question is told. */
export async function readListTable(
  list: ExportedList,
  reader: ListReader,
  operator: OperatorPrincipal,
  query: unknown,
  chosen: readonly string[],
): Promise<ExportTable> {
  const wanted = new Set(chosen);
  const columns: ExportColumn[] = list.columns.filter(({ id }) => wanted.has(id));
  const pageAfter = (cursor: string | undefined) => list.page(reader, operator, query, wanted, cursor);
  const first = await pageAfter(undefined);
  async function* rows(): AsyncGenerator<Cell[][]> {
    let page = first;
    let count = 0;
    for (;;) {
      yield page.rows;
      count += page.rows.length;
      if (page.next === null || reader.isWanted?.() === false) return;
      if (count >= maxRows) {
        yield [[`Cut after ${maxRows.toLocaleString('en')} rows: choose fewer days`]];
        return;
      }
      page = await pageAfter(page.next);
    }
  }
  const { currency, timeZone } = reader.site;
  return { title: list.title, columns, currency, timeZone, rows: rows() };
}
