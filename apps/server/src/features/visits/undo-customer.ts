import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import { type Changer, recordChange } from '../changes/record-change.ts';
import { addToDayTotals, addToReferrerTotals, insertCustomerEntries } from './fact-statements.ts';
import { listVisitCounters } from './list-visit-counters.ts';
import type { VisitEngine } from './visit-engine.ts';

/**
 * Takes a visitor's customer flag back. Counters are corrected by a new entry on the day of the first one; none is
 * edited. Throws `conflict` when the visitor is no customer, or somebody else has just done it.
 */
export async function undoCustomer(
  parts: { storage: Storage; engine: VisitEngine; now: () => number },
  request: { siteId: string; visitorId: string; reason: string; changer: Changer },
): Promise<void> {
  const { storage, engine, now } = parts;
  const { siteId, visitorId } = request;
  await storage.db.transaction().execute(async (trx) => {
    const entries = await trx
      .selectFrom('customer_entry')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('kind', '!=', 'repeat')
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    const [newest] = entries;
    if (newest?.kind !== 'new') throw new AppError('conflict', 'This visitor is not a customer');
    const { dialect } = storage;
    const entry = {
      ...newest,
      id: newId(),
      at: now(),
      kind: 'undone',
      reason: request.reason,
      operator_id: request.changer.operatorId,
      occurrence: `undone ${newest.id}`,
    };
    const added = await insertCustomerEntries(trx, dialect, [entry]);
    if (added.length === 0) throw new AppError('conflict', 'Somebody else has just taken the flag back');
    const { day, first_referrer: referrer } = newest;
    const families = await listVisitCounters(trx, siteId, newest.visit_id, 'customers');
    await addToDayTotals(
      trx,
      dialect,
      ['customers', 'newCustomers', ...families].map((counter) => ({ site_id: siteId, day, counter, value: -1 })),
    );
    await addToReferrerTotals(trx, dialect, [{ site_id: siteId, referrer, counter: 'customers', value: -1 }]);
    await trx
      .updateTable('visitor')
      .set({ is_customer: 0 })
      .where('site_id', '=', siteId)
      .where('id', '=', visitorId)
      .execute();
    await trx
      .updateTable('visit')
      .set({ customer: null })
      .where('site_id', '=', siteId)
      .where('id', '=', newest.visit_id)
      .execute();
    await recordChange(trx, request.changer, {
      siteId,
      kind: 'customer',
      id: visitorId,
      name: newest.rule_name ?? 'Customer',
      before: { isCustomer: true },
      after: { isCustomer: false, reason: request.reason },
    });
  });
  await engine.happen({ type: 'customer.undone', siteId, visitorId, at: now() });
}
