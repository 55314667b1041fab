import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** Tables of which a site has one row at most: a document with a version. */
type SingleTable =
  | 'client_form'
  | 'chat_options'
  | 'wrap_up'
  | 'exclusions'
  | 'routing'
  | 'opening_hours'
  | 'surveys'
  | 'content_groups';

/** The body and version of a site's document; null when it has never been saved. */
export async function readSingleDocument(
  db: Kysely<Database>,
  table: SingleTable,
  siteId: string,
): Promise<{ body: unknown; version: number } | null> {
  const row = await db
    // All of these tables have the columns that are named here.
    .selectFrom(table as 'client_form')
    .selectAll()
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  return row ? { body: JSON.parse(row.body), version: row.version } : null;
}

/** Saves a site's document if it still has this version (0: never saved); its new version, or null when it has another. */
export async function saveSingleDocument(
  db: Kysely<Database>,
  table: SingleTable,
  siteId: string,
  version: number,
  input: object,
): Promise<number | null> {
  const body = JSON.stringify(input);
  const saved =
    version === 0
      ? await db
          .insertInto(table as 'client_form')
          .values({ site_id: siteId, version: 1, body })
          .onConflict((conflict) => conflict.column('site_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable(table as 'client_form')
          .set({ version: version + 1, body })
          .where('site_id', '=', siteId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  return saved?.version ?? null;
}
