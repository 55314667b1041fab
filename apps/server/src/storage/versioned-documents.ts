import type { Kysely, Selectable } from 'kysely';
import type { Database } from './tables.ts';

/** Tables of documents, each in a row of its own with a version. */
export type DocumentTable = 'alert' | 'invite' | 'prospect_rule' | 'experiment' | 'report_schedule';

/** Adds a document under an id, before all others until it gets its place. `more`: further columns. Within a transaction. */
export async function insertDocument(
  trx: Kysely<Database>,
  table: DocumentTable,
  { siteId, id }: { readonly siteId: string; readonly id: string },
  input: object,
  more: Readonly<Record<string, number>>,
): Promise<void> {
  const row = { site_id: siteId, id, position: 0, version: 1, body: JSON.stringify(input), ...more };
  await trx
    .insertInto(table as 'invite')
    .values(row)
    .execute();
}

/** Changes a document that still has this version; null when it has another, or is gone. */
export async function updateDocument<Table extends DocumentTable>(
  db: Kysely<Database>,
  table: Table,
  at: { readonly siteId: string; readonly id: string; readonly version: number },
  input: object,
): Promise<Selectable<Database[Table]> | null> {
  const row = await db
    // All of these tables have the columns that are named here.
    .updateTable(table as 'invite')
    .set((eb) => ({ body: JSON.stringify(input), version: eb('version', '+', 1) }))
    .where('site_id', '=', at.siteId)
    .where('id', '=', at.id)
    .where('version', '=', at.version)
    .returningAll()
    .executeTakeFirst();
  return (row as Selectable<Database[Table]> | undefined) ?? null;
}

/** Deletes a document that still has this version; false when it has another, or is gone. */
export async function deleteDocument(
  db: Kysely<Database>,
  table: DocumentTable,
  at: { readonly siteId: string; readonly id: string; readonly version: number },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom(table as 'invite')
    .where('site_id', '=', at.siteId)
    .where('id', '=', at.id)
    .where('version', '=', at.version)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}
