import { createHash } from 'node:crypto';
import type { PushSubscriptionInfo, PushSubscriptionInput } from '@foyer/protocol/push';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Where a browser is reached, and the keys that only it can read by. */
export interface Subscription extends PushSubscriptionInput {
  readonly id: string;
  readonly operatorId: string;
}

/** Browsers an operator can have; the oldest goes for a further one. */
const maxPerOperator = 20;

/** An endpoint is one browser's: whoever signed in there last has it. */
export function subscriptionId(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, 32);
}

/** Stores a browser's subscription for the session in which it asked. */
export async function storeSubscription(
  db: Kysely<Database>,
  owner: { operatorId: string; sessionHash: string; userAgent: string },
  { endpoint, keys }: PushSubscriptionInput,
  now: number,
): Promise<string> {
  const id = subscriptionId(endpoint);
  const fields = {
    operator_id: owner.operatorId,
    session_hash: owner.sessionHash,
    endpoint,
    p256dh: keys.p256dh,
    auth: keys.auth,
    user_agent: owner.userAgent.slice(0, 300),
  };
  await db.transaction().execute(async (trx) => {
    // What another operator's browser had proved says nothing of this one's.
    await trx
      .deleteFrom('push_subscription')
      .where('id', '=', id)
      .where('operator_id', '!=', owner.operatorId)
      .execute();
    await trx
      .insertInto('push_subscription')
      .values({ id, ...fields, created_at: now, test_nonce: null, answered_at: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(fields))
      .execute();
    const all = await trx
      .selectFrom('push_subscription')
      .select('id')
      .where('operator_id', '=', owner.operatorId)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    const excess = all.slice(maxPerOperator).map((row) => row.id);
    if (excess.length > 0) await trx.deleteFrom('push_subscription').where('id', 'in', excess).execute();
  });
  return id;
}

/** Browsers of an operator, the newest first. */
export async function listSubscriptions(db: Kysely<Database>, operatorId: string): Promise<PushSubscriptionInfo[]> {
  const rows = await db
    .selectFrom('push_subscription')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
  }));
}

/** Subscriptions of these operators whose session is still there. */
export async function listLiveSubscriptions(
  db: Kysely<Database>,
  operatorIds: readonly string[],
): Promise<Subscription[]> {
  if (operatorIds.length === 0) return [];
  const rows = await liveOnes(db)
    .where('push_subscription.operator_id', 'in', [...operatorIds])
    .execute();
  return rows.map(toSubscription);
}

/** One subscription whose session is still there, or null. */
export async function findLiveSubscription(db: Kysely<Database>, id: string): Promise<Subscription | null> {
  const row = await liveOnes(db).where('push_subscription.id', '=', id).executeTakeFirst();
  return row ? toSubscription(row) : null;
}

function liveOnes(db: Kysely<Database>) {
  return db
    .selectFrom('push_subscription')
    .innerJoin('session', (join) =>
      join
        .onRef('session.token_hash', '=', 'push_subscription.session_hash')
        .onRef('session.operator_id', '=', 'push_subscription.operator_id'),
    )
    .innerJoin('operator', (join) =>
      join
        .onRef('operator.id', '=', 'push_subscription.operator_id')
        .onRef('operator.session_epoch', '=', 'session.session_epoch'),
    )
    .selectAll('push_subscription')
    .where('operator.disabled', '=', 0)
    .where('operator.removed_at', 'is', null);
}

function toSubscription(row: { id: string; operator_id: string; endpoint: string; p256dh: string; auth: string }) {
  return {
    id: row.id,
    operatorId: row.operator_id,
    endpoint: row.endpoint,
    keys: { p256dh: row.p256dh, auth: row.auth },
  };
}

/** Takes a browser off; false: the operator has none such. Null as operator: it is gone, whoever had it. */
export async function removeSubscription(
  db: Kysely<Database>,
  id: string,
  operatorId: string | null,
): Promise<boolean> {
  let query = db.deleteFrom('push_subscription').where('id', '=', id);
  if (operatorId !== null) query = query.where('operator_id', '=', operatorId);
  const { numDeletedRows } = await query.executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Notes what a browser is to answer a test with. */
export async function beginTest(db: Kysely<Database>, id: string, nonce: string): Promise<void> {
  await db.updateTable('push_subscription').set({ test_nonce: nonce }).where('id', '=', id).execute();
}

/** Takes a browser's answer to the test that is under way; false: it is another's, or none is. */
export async function takeAnswer(
  db: Kysely<Database>,
  id: string,
  operatorId: string,
  nonce: string,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('push_subscription')
    .set({ test_nonce: null, answered_at: now })
    .where('id', '=', id)
    .where('operator_id', '=', operatorId)
    .where('test_nonce', '=', nonce)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
