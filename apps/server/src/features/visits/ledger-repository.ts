import { type LedgerEntry, ledgerEntrySchema } from '@foyer/protocol/visit';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** The newest entries of the revenue ledger of a visitor, or of one of their visits. */
export async function listLedger(
  db: Kysely<Database>,
  siteId: string,
  { visitorId, visitId }: { readonly visitorId: string; readonly visitId?: string },
  limit: number,
): Promise<LedgerEntry[]> {
  let query = db
    .selectFrom('revenue_entry')
    .select(['id', 'at', 'visit_id', 'amount', 'order_id'])
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (visitId !== undefined) query = query.where('visit_id', '=', visitId);
  return (await query.execute()).map((row) =>
    ledgerEntrySchema.parse({
      id: row.id,
      at: row.at,
      visitId: row.visit_id,
      amount: row.amount,
      orderId: row.order_id,
    }),
  );
}
