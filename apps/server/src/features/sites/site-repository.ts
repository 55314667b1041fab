import { type Site, type SiteInput, siteInputSchema, siteSchema } from '@foyer/protocol/site';
import type { Kysely, Selectable } from 'kysely';
import { newId, randomHex } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

function toSite(row: Selectable<Database['site']>): Site {
  // Defaults fill what an older version has not stored.
  const fields = siteInputSchema.parse(JSON.parse(row.body));
  return siteSchema.parse({
    ...fields,
    id: row.id,
    key: row.key,
    version: row.version,
    codeSeenAt: row.code_seen_at,
    codeSeenUrl: row.code_seen_url,
  });
}

/** All sites, or those of a set, by name. */
export async function selectSites(db: Kysely<Database>, only: ReadonlySet<string> | null): Promise<Site[]> {
  if (only?.size === 0) return [];
  let query = db.selectFrom('site').selectAll();
  if (only) query = query.where('id', 'in', [...only]);
  const sites = (await query.execute()).map(toSite);
  return sites.sort((one, other) => one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1));
}

export async function findSite(db: Kysely<Database>, siteId: string): Promise<Site | null> {
  const row = await db.selectFrom('site').selectAll().where('id', '=', siteId).executeTakeFirst();
  return row ? toSite(row) : null;
}

export async function findSiteByKey(db: Kysely<Database>, key: string): Promise<Site | null> {
  const row = await db.selectFrom('site').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? toSite(row) : null;
}

export async function insertSite(db: Kysely<Database>, input: SiteInput, now: number): Promise<Site> {
  const row = {
    id: newId(),
    key: randomHex(16),
    version: 1,
    body: JSON.stringify(input),
    created_at: now,
    code_seen_at: null,
    code_seen_url: null,
  };
  await db.insertInto('site').values(row).execute();
  return toSite(row);
}

/** Changes a site that still has this version; null when it has another. */
export async function updateSite(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: SiteInput,
): Promise<Site | null> {
  const row = await db
    .updateTable('site')
    .set((eb) => ({ body: JSON.stringify(input), version: eb('version', '+', 1) }))
    .where('id', '=', siteId)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row ? toSite(row) : null;
}

/** Notes that the tracking code reported from this page. */
export async function updateCodeSeen(db: Kysely<Database>, siteId: string, at: number, url: string): Promise<void> {
  await db.updateTable('site').set({ code_seen_at: at, code_seen_url: url }).where('id', '=', siteId).execute();
}

/** Holds the rows of these sites until the transaction ends. */
export async function lockSites(trx: Kysely<Database>, siteIds: readonly string[]): Promise<void> {
  for (const siteId of [...siteIds].sort())
    await trx
      .updateTable('site')
      .set((eb) => ({ version: eb.ref('version') }))
      .where('id', '=', siteId)
      .execute();
}
