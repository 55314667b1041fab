import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Remembers that an address, by its hash, wants no mail from a site. */
export async function insertUnsubscribed(
  db: Kysely<Database>,
  siteId: string,
  addressHash: string,
  now: number,
): Promise<void> {
  await db
    .insertInto('unsubscribed')
    .values({ site_id: siteId, address_hash: addressHash, at: now })
    .onConflict((conflict) => conflict.columns(['site_id', 'address_hash']).doNothing())
    .execute();
}

export async function isUnsubscribed(db: Kysely<Database>, siteId: string, addressHash: string): Promise<boolean> {
  const row = await db
    .selectFrom('unsubscribed')
    .select('at')
    .where('site_id', '=', siteId)
    .where('address_hash', '=', addressHash)
    .executeTakeFirst();
  return row !== undefined;
}
