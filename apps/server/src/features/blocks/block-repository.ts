import { type Block, blockSchema } from '@foyer/protocol/block';
import type { Kysely, Selectable } from 'kysely';
import { limitKey } from '../../http/client-address.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** What is compared of the addresses of a block and of a visitor. */
export const addressKey = limitKey;

/** Stores a block and answers it. */
export async function insertBlock(db: Kysely<Database>, siteId: string, block: Omit<Block, 'id'>): Promise<Block> {
  const row = {
    site_id: siteId,
    id: newId(),
    visitor_id: block.visitorId,
    visitor_name: block.visitorName,
    address: block.address,
    address_key: block.address === null ? null : addressKey(block.address),
    until: block.until,
    reason: block.reason,
    at: block.at,
    operator_id: block.operatorId,
    operator_name: block.operatorName,
    lifted_at: null,
    lifted_by: null,
  };
  await db.insertInto('block').values(row).execute();
  return toBlock(row);
}

/** Blocks of a site in force, newest first, before `cursor` (the last id of the page before). `operatorId`: by this operator alone. */
export async function listBlocks(
  db: Kysely<Database>,
  siteId: string,
  page: { now: number; operatorId: string | null; cursor?: string | undefined; limit: number },
): Promise<Block[]> {
  let query = db
    .selectFrom('block')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('lifted_at', 'is', null)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', page.now)]));
  if (page.operatorId !== null) query = query.where('operator_id', '=', page.operatorId);
  if (page.cursor !== undefined) query = query.where('id', '<', page.cursor);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toBlock);
}

/** Every block of a site that nobody has undone; those that have run out may be among them. */
export async function readBlocks(
  db: Kysely<Database>,
  siteId: string,
): Promise<{ visitorId: string | null; addressKey: string | null; until: number | null }[]> {
  const rows = await db
    .selectFrom('block')
    .select(['visitor_id', 'address_key', 'until'])
    .where('site_id', '=', siteId)
    .where('lifted_at', 'is', null)
    .execute();
  return rows.map((row) => ({ visitorId: row.visitor_id, addressKey: row.address_key, until: row.until }));
}

/** A block that holds a visitor at this instant, as stored: for what must not be missed. */
export async function findBlock(
  db: Kysely<Database>,
  siteId: string,
  { visitorId, address }: { visitorId: string; address: string },
  now: number,
): Promise<Block | null> {
  const row = await db
    .selectFrom('block')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('lifted_at', 'is', null)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now)]))
    .where((eb) => eb.or([eb('visitor_id', '=', visitorId), eb('address_key', '=', addressKey(address))]))
    .limit(1)
    .executeTakeFirst();
  return row ? toBlock(row) : null;
}

/** Undoes a block; one that is no longer in force stays as it ended. False: there is none with this id. */
export async function liftBlock(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  lifted: { at: number; by: string },
): Promise<boolean> {
  const row = await db
    .updateTable('block')
    .set((eb) => ({
      lifted_by: eb.case().when('lifted_at', 'is', null).then(lifted.by).else(eb.ref('lifted_by')).end(),
      lifted_at: eb.fn.coalesce('lifted_at', eb.val(lifted.at)),
    }))
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts blocks away that ran out before an instant, so that what is in force stays a short list. */
export async function liftExpired(db: Kysely<Database>, before: number): Promise<void> {
  await db
    .updateTable('block')
    .set((eb) => ({ lifted_at: eb.ref('until') }))
    .where('lifted_at', 'is', null)
    .where('until', '<', before)
    .execute();
}

function toBlock(row: Selectable<Database['block']>): Block {
  return blockSchema.parse({
    id: row.id,
    visitorId: row.visitor_id,
    visitorName: row.visitor_name,
    address: row.address,
    until: row.until,
    reason: row.reason,
    at: row.at,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
  });
}
