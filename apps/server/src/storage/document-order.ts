import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/** Tables of documents that stand in an order. */
type OrderedTable = 'alert' | 'invite' | 'prospect_rule' | 'experiment' | 'report_schedule';

/** Documents placed by one statement: few round trips, and far from the number of parameters a statement may have. */
const placedAtOnce = 500;

/** Puts a site's documents in the order of these ids. Within a transaction. */
export async function writeOrder(
  trx: Kysely<Database>,
  table: OrderedTable,
  siteId: string,
  ids: readonly string[],
): Promise<void> {
  for (let start = 0; start < ids.length; start += placedAtOnce) {
    const placed = ids.slice(start, start + placedAtOnce);
    const places = placed.map((id, index) => sql`when ${id} then cast(${start + index + 1} as bigint)`);
    await sql`
      update ${sql.table(table)} set position = case id ${sql.join(places, sql` `)} end
      where site_id = ${siteId} and id in (${sql.join(placed)})
    `.execute(trx);
  }
}

/** Moves what stands behind a document further down; the answer is the position that is free now. Within a transaction. */
export async function makeRoomBehind(
  trx: Kysely<Database>,
  table: OrderedTable,
  siteId: string,
  document: { id: string; position: number },
): Promise<number> {
  const { id, position } = document;
  // By two: of documents made at the same moment several can have one position, and their ids tell which comes first.
  await sql`
    update ${sql.table(table)} set position = position + 2
    where site_id = ${siteId} and (position > ${position} or (position = ${position} and id > ${id}))
  `.execute(trx);
  return position + 1;
}
