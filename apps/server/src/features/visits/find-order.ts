import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { orderHash } from './order-hash.ts';

/** Whether the site's ledger has an entry for this order id already. */
export async function isOrderBooked(db: Kysely<Database>, siteId: string, orderId: string): Promise<boolean> {
  const row = await db
    .selectFrom('revenue_entry')
    .select('id')
    .where('site_id', '=', siteId)
    .where('occurrence', 'in', [`order ${orderId}`, `order ${orderHash(orderId)}`])
    .executeTakeFirst();
  return row !== undefined;
}
