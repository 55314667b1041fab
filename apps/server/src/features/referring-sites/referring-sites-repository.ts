import { type ReferringSite, type ReferringSites, referringSiteListSchema } from '@foyer/protocol/referring-site';
import { builtInReferringSites } from '@foyer/rules/built-in-referring-sites';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Body of a site that has gone back to the list Foyer comes with: its row stays, so that no version is given twice. */
const noneOfItsOwn = 'null';

/** A site's list of referring sites: its own, or the one Foyer comes with (version 0). */
export async function getReferringSites(db: Kysely<Database>, siteId: string): Promise<ReferringSites> {
  const row = await db.selectFrom('referring_sites').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  if (!row || row.body === noneOfItsOwn) return { version: 0, items: [...builtInReferringSites] };
  return { version: row.version, items: referringSiteListSchema.parse(JSON.parse(row.body)) };
}

/**
 * Saves the list if it still has this version (0: the one Foyer comes with); null otherwise. Without items the site goes
 * back to the list Foyer comes with.
 */
export async function saveReferringSites(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  items: readonly ReferringSite[] | null,
): Promise<ReferringSites | null> {
  const body = items === null ? noneOfItsOwn : JSON.stringify(items);
  const saved =
    version === 0
      ? await db
          .insertInto('referring_sites')
          .values({ site_id: siteId, version: 1, body })
          .onConflict((conflict) =>
            conflict
              .column('site_id')
              .doUpdateSet((eb) => ({ version: eb('referring_sites.version', '+', 1), body }))
              .where('referring_sites.body', '=', noneOfItsOwn),
          )
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('referring_sites')
          .set({ version: version + 1, body })
          .where('site_id', '=', siteId)
          .where('version', '=', version)
          .where('body', '!=', noneOfItsOwn)
          .returning('version')
          .executeTakeFirst();
  if (!saved) return null;
  return items === null
    ? { version: 0, items: [...builtInReferringSites] }
    : { version: saved.version, items: [...items] };
}
