import type { ChosenStatus } from '@foyer/protocol/operator';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Begins to log an operator who has come. What broke off, having shown no life since `brokenBefore`, ended with its last sign of it. */
export async function openSpan(
  db: Kysely<Database>,
  operatorId: string,
  now: number,
  brokenBefore: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await endBroken(trx, brokenBefore, operatorId);
    const operator = await trx.selectFrom('operator').select('status').where('id', '=', operatorId).executeTakeFirst();
    if (!operator) return;
    await trx
      .insertInto('operator_status')
      .values({ operator_id: operatorId, from_at: now, until_at: null, seen_at: now, status: operator.status })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** The status of an operator has changed: of one who is there the stretch ends, and the next one begins. */
export async function turnSpan(
  trx: Kysely<Database>,
  operatorId: string,
  status: ChosenStatus,
  now: number,
): Promise<void> {
  const turned = await trx
    .updateTable('operator_status')
    .set((eb) => ({
      until_at: sql<number>`case when ${eb.ref('from_at')} > ${now} then ${eb.ref('from_at')} else ${now} end`,
      seen_at: now,
    }))
    .where('operator_id', '=', operatorId)
    .where('until_at', 'is', null)
    .where('status', '!=', status)
    .returning('until_at')
    .executeTakeFirst();
  if (!turned) return;
  // Of two in the same millisecond the later one stands.
  await trx
    .insertInto('operator_status')
    .values({ operator_id: operatorId, from_at: turned.until_at ?? now, until_at: null, seen_at: now, status })
    .onConflict((conflict) => conflict.columns(['operator_id', 'from_at']).doUpdateSet({ until_at: null, status }))
    .execute();
}

/** An operator has gone. */
export async function endSpan(db: Kysely<Database>, operatorId: string, at: number): Promise<void> {
  await db
    .updateTable('operator_status')
    .set((eb) => ({
      until_at: sql<number>`case when ${eb.ref('from_at')} > ${at} then ${eb.ref('from_at')} else ${at} end`,
    }))
    .where('operator_id', '=', operatorId)
    .where('until_at', 'is', null)
    .execute();
}

/** These operators are here. Answers those of whom nothing is logged. */
export async function noteLife(
  db: Kysely<Database>,
  operatorIds: readonly string[],
  now: number,
): Promise<readonly string[]> {
  if (operatorIds.length === 0) return [];
  const alive = await db
    .updateTable('operator_status')
    .set({ seen_at: now })
    .where('operator_id', 'in', [...operatorIds])
    .where('until_at', 'is', null)
    .returning('operator_id')
    .execute();
  const known = new Set(alive.map((row) => row.operator_id));
  return operatorIds.filter((operatorId) => !known.has(operatorId));
}

/** Ends what has shown no life since `brokenBefore`, at its last sign of it: its node died. Of everybody, or of one. */
export async function endBroken(db: Kysely<Database>, brokenBefore: number, operatorId?: string): Promise<void> {
  let update = db
    .updateTable('operator_status')
    .set((eb) => ({ until_at: eb.ref('seen_at') }))
    .where('until_at', 'is', null)
    .where('seen_at', '<', brokenBefore);
  if (operatorId !== undefined) update = update.where('operator_id', '=', operatorId);
  await update.execute();
}

/**
 * Milliseconds that operators were connected in each status from one instant until before another, by operator and status.
 * `now`: until when what goes on has lasted.
 */
export async function sumStatusTimes(
  db: Kysely<Database>,
  { from, before, now }: { readonly from: number; readonly before: number; readonly now: number },
): Promise<{ operatorId: string; status: string; ms: number }[]> {
  const end = Math.min(before, now);
  const until = sql<number>`coalesce(until_at, ${end})`;
  const rows = await db
    .selectFrom('operator_status')
    .select([
      'operator_id',
      'status',
      sql<number>`sum((case when ${until} < ${end} then ${until} else ${end} end)
        - (case when from_at > ${from} then from_at else ${from} end))`.as('ms'),
    ])
    .where('from_at', '<', end)
    .where((eb) => eb.or([eb('until_at', '>', from), eb('until_at', 'is', null)]))
    .groupBy(['operator_id', 'status'])
    .execute();
  return rows.map((row) => ({ operatorId: row.operator_id, status: row.status, ms: Number(row.ms) }));
}
