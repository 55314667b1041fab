import { type WrapUpInput, wrapUpInputSchema } from '@foyer/protocol/wrap-up';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Wrap-up settings as stored. */
export type StoredWrapUp = WrapUpInput & { readonly version: number };

/** A site's wrap-up settings; those of version 0 when it has never saved any. */
export async function getWrapUp(db: Kysely<Database>, siteId: string): Promise<StoredWrapUp> {
  const row = await db.selectFrom('wrap_up').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  if (!row) return { ...wrapUpInputSchema.parse({}), version: 0 };
  return { ...wrapUpInputSchema.parse(JSON.parse(row.body)), version: row.version };
}

/** Saves the settings if they still have this version (0: none saved yet); null otherwise. */
export async function saveWrapUp(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: WrapUpInput,
): Promise<StoredWrapUp | null> {
  const body = JSON.stringify(input);
  const saved =
    version === 0
      ? await db
          .insertInto('wrap_up')
          .values({ site_id: siteId, version: 1, body })
          .onConflict((conflict) => conflict.column('site_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('wrap_up')
          .set({ version: version + 1, body })
          .where('site_id', '=', siteId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  return saved ? { ...input, version: saved.version } : null;
}
