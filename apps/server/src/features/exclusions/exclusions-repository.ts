import { type Exclusions, type ExclusionsInput, exclusionsInputSchema } from '@foyer/protocol/exclusions';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** A site's exclusion lists; empty ones of version 0 when it has never saved any. */
export async function getExclusions(db: Kysely<Database>, siteId: string): Promise<Exclusions> {
  const row = await db.selectFrom('exclusions').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  if (!row) return { ...exclusionsInputSchema.parse({}), version: 0 };
  return { ...exclusionsInputSchema.parse(JSON.parse(row.body)), version: row.version };
}

/** Saves the lists if they still have this version (0: none saved yet); null otherwise. */
export async function saveExclusions(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: ExclusionsInput,
): Promise<Exclusions | null> {
  const body = JSON.stringify(input);
  const saved =
    version === 0
      ? await db
          .insertInto('exclusions')
          .values({ site_id: siteId, version: 1, body })
          .onConflict((conflict) => conflict.column('site_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('exclusions')
          .set({ version: version + 1, body })
          .where('site_id', '=', siteId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  return saved ? { ...input, version: saved.version } : null;
}
