import { type ChosenStatus, chosenStatuses } from '@foyer/protocol/operator';
import { type WorkPeriods, type WorkPeriodsInput, workPeriodsInputSchema } from '@foyer/protocol/work-periods';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { updateStatus } from './operator-repository.ts';
import { turnSpan } from './status-log-repository.ts';

/** Minutes of auto away for an operator who has chosen none. */
const defaultMinutes = 5;
const statusSchema = z.enum(chosenStatuses);

/** Somebody whose status changed by itself. */
export interface StatusTurn {
  readonly operatorId: string;
  readonly status: ChosenStatus;
}

/** Stores the status that an operator chose, or that was set for them; it stands until another is, or a period turns. */
export async function storeStatus(
  db: Kysely<Database>,
  operatorId: string,
  status: ChosenStatus,
  now: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await ensureActivity(trx, operatorId, now);
    await trx
      .updateTable('operator_activity')
      .set({ away_from: null, away_by_period: 0 })
      .where('operator_id', '=', operatorId)
      .execute();
    await changeStatus(trx, operatorId, status, now);
  });
}

/** Notes that an operator is at work. Who was away by inactivity gets back the status from before, which is answered. */
export async function noteActivity(
  db: Kysely<Database>,
  operatorId: string,
  now: number,
): Promise<ChosenStatus | null> {
  return db.transaction().execute(async (trx) => {
    await ensureActivity(trx, operatorId, now);
    // Locks the row, so that of two consoles one brings the status back.
    const before = await trx
      .updateTable('operator_activity')
      .set((eb) => ({
        active_at: sql<number>`case when ${eb.ref('active_at')} > ${now} then ${eb.ref('active_at')} else ${now} end`,
      }))
      .where('operator_id', '=', operatorId)
      .returning('away_from')
      .executeTakeFirstOrThrow();
    if (before.away_from === null) return null;
    const status = statusSchema.parse(before.away_from);
    await trx.updateTable('operator_activity').set({ away_from: null }).where('operator_id', '=', operatorId).execute();
    await changeStatus(trx, operatorId, status, now);
    return status;
  });
}

/** Whether an operator is away because they did nothing. */
export async function isAwayByInactivity(db: Kysely<Database>, operatorId: string): Promise<boolean> {
  const row = await db
    .selectFrom('operator_activity')
    .select('away_from')
    .where('operator_id', '=', operatorId)
    .executeTakeFirst();
  return (row?.away_from ?? null) !== null;
}

/** Sets to Away who has done nothing for their time, of those for whom `isConnected` holds. */
export async function sendIdleAway(
  db: Kysely<Database>,
  isConnected: (operatorId: string) => boolean,
  now: number,
): Promise<StatusTurn[]> {
  const idle = await db
    .selectFrom('operator_activity')
    .innerJoin('operator', 'operator.id', 'operator_activity.operator_id')
    .select(['operator_activity.operator_id', 'operator_activity.active_at'])
    .where('operator.status', '!=', 'away')
    .where('operator_activity.away_from', 'is', null)
    .where('auto_away_minutes', '>', 0)
    .where(sql<boolean>`active_at + auto_away_minutes * 60000 <= ${now}`)
    .execute();
  const turned: StatusTurn[] = [];
  for (const { operator_id: operatorId, active_at: activeAt } of idle) {
    if (!isConnected(operatorId)) continue;
    const isTurned = await db.transaction().execute(async (trx) => {
      const operator = await trx
        .selectFrom('operator')
        .select('status')
        .where('id', '=', operatorId)
        .executeTakeFirst();
      if (operator === undefined || operator.status === 'away') return false;
      const { numUpdatedRows } = await trx
        .updateTable('operator_activity')
        .set({ away_from: operator.status })
        .where('operator_id', '=', operatorId)
        .where('active_at', '=', activeAt)
        .where('away_from', 'is', null)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) === 0) return false;
      await changeStatus(trx, operatorId, 'away', now);
      return true;
    });
    if (isTurned) turned.push({ operatorId, status: 'away' });
  }
  return turned;
}

/** Minutes after which an operator is set to Away; 0: never. */
export async function findAutoAwayMinutes(db: Kysely<Database>, operatorId: string): Promise<number> {
  const row = await db
    .selectFrom('operator_activity')
    .select('auto_away_minutes')
    .where('operator_id', '=', operatorId)
    .executeTakeFirst();
  return row?.auto_away_minutes ?? defaultMinutes;
}

export async function storeAutoAwayMinutes(
  db: Kysely<Database>,
  operatorId: string,
  minutes: number,
  now: number,
): Promise<void> {
  await ensureActivity(db, operatorId, now);
  await db
    .updateTable('operator_activity')
    .set({ auto_away_minutes: minutes, active_at: now })
    .where('operator_id', '=', operatorId)
    .execute();
}

/** An operator's work periods; the defaults with version 0, which are switched off, when none were ever saved. */
export async function getWorkPeriods(db: Kysely<Database>, operatorId: string): Promise<WorkPeriods> {
  const row = await db.selectFrom('work_periods').selectAll().where('operator_id', '=', operatorId).executeTakeFirst();
  return { ...workPeriodsInputSchema.parse(row ? JSON.parse(row.body) : {}), version: row?.version ?? 0 };
}

/**
 * Saves work periods if they still have this version (0: none saved yet); null otherwise. `isInside`: whether the operator is
 * within one now, so that the next turn, and not the saving, changes their status; null: they have none.
 */
export async function saveWorkPeriods(
  trx: Kysely<Database>,
  operatorId: string,
  version: number,
  input: WorkPeriodsInput,
  isInside: boolean | null,
  now: number,
): Promise<WorkPeriods | null> {
  const body = JSON.stringify(input);
  const saved =
    version === 0
      ? await trx
          .insertInto('work_periods')
          .values({ operator_id: operatorId, version: 1, body })
          .onConflict((conflict) => conflict.column('operator_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await trx
          .updateTable('work_periods')
          .set({ version: version + 1, body })
          .where('operator_id', '=', operatorId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  if (!saved) return null;
  await ensureActivity(trx, operatorId, now);
  await trx
    .updateTable('operator_activity')
    .set({ in_period: isInside === null ? null : Number(isInside), away_by_period: 0 })
    .where('operator_id', '=', operatorId)
    .execute();
  return { ...input, version: saved.version };
}

/** Work periods that are switched on, with whether their operator was within one when last looked at. */
export async function listWorkPeriods(
  db: Kysely<Database>,
): Promise<{ operatorId: string; periods: WorkPeriods; wasInside: boolean | null }[]> {
  const rows = await db
    .selectFrom('work_periods')
    .innerJoin('operator_activity', 'operator_activity.operator_id', 'work_periods.operator_id')
    .select(['work_periods.operator_id', 'work_periods.version', 'work_periods.body', 'operator_activity.in_period'])
    .execute();
  return rows
    .map((row) => ({
      operatorId: row.operator_id,
      periods: { ...workPeriodsInputSchema.parse(JSON.parse(row.body)), version: row.version },
      wasInside: row.in_period === null ? null : row.in_period === 1,
    }))
    .filter(({ periods }) => periods.enabled);
}

/**
 * A work period has begun or ended: at its end the operator goes Away, at its start they come back Online if it was a period
 * that had sent them away. Null: nothing changed, or another node was first.
 */
export async function turnPeriod(
  db: Kysely<Database>,
  operatorId: string,
  { wasInside, isInside }: { wasInside: boolean | null; isInside: boolean },
  now: number,
): Promise<StatusTurn | null> {
  return db.transaction().execute(async (trx) => {
    const flag = (inside: boolean | null) => (inside === null ? null : Number(inside));
    let update = trx
      .updateTable('operator_activity')
      .set({ in_period: flag(isInside) })
      .where('operator_id', '=', operatorId);
    update =
      wasInside === null ? update.where('in_period', 'is', null) : update.where('in_period', '=', flag(wasInside));
    const turned = await update.returning(['away_by_period', 'away_from']).executeTakeFirst();
    if (!turned || wasInside === null) return null;
    const operator = await trx.selectFrom('operator').select('status').where('id', '=', operatorId).executeTakeFirst();
    if (isInside) {
      if (turned.away_by_period === 0) return null;
      await patch(trx, operatorId, { away_by_period: 0, away_from: null, active_at: now });
      await changeStatus(trx, operatorId, 'online', now);
      return { operatorId, status: 'online' };
    }
    // Who has chosen Away stays so at the start of the next one; who is away by inactivity comes back with it.
    if (operator?.status === 'away' && turned.away_from === null) return null;
    await patch(trx, operatorId, { away_by_period: 1, away_from: null });
    await changeStatus(trx, operatorId, 'away', now);
    return { operatorId, status: 'away' };
  });
}

/** Stores a status, and logs it of who is there. */
async function changeStatus(
  trx: Kysely<Database>,
  operatorId: string,
  status: ChosenStatus,
  now: number,
): Promise<void> {
  await updateStatus(trx, operatorId, status);
  await turnSpan(trx, operatorId, status, now);
}

async function patch(
  trx: Kysely<Database>,
  operatorId: string,
  fields: Partial<{ away_by_period: number; away_from: string | null; active_at: number }>,
): Promise<void> {
  await trx.updateTable('operator_activity').set(fields).where('operator_id', '=', operatorId).execute();
}

async function ensureActivity(db: Kysely<Database>, operatorId: string, now: number): Promise<void> {
  await db
    .insertInto('operator_activity')
    .values({
      operator_id: operatorId,
      active_at: now,
      auto_away_minutes: defaultMinutes,
      away_from: null,
      in_period: null,
      away_by_period: 0,
    })
    .onConflict((conflict) => conflict.column('operator_id').doNothing())
    .execute();
}
