import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** A second factor as it is kept. */
export interface StoredFactor {
  /** Sealed. */
  readonly secret: string;
  readonly isConfirmed: boolean;
}

export async function findFactor(db: Kysely<Database>, operatorId: string): Promise<StoredFactor | null> {
  const row = await db.selectFrom('second_factor').selectAll().where('operator_id', '=', operatorId).executeTakeFirst();
  return row ? { secret: row.secret, isConfirmed: row.confirmed === 1 } : null;
}

/** Begins a second factor anew; one that counts already is left, and the answer is false. */
export async function insertFactor(
  trx: Kysely<Database>,
  operatorId: string,
  secret: string,
  now: number,
): Promise<boolean> {
  await trx.deleteFrom('second_factor').where('operator_id', '=', operatorId).where('confirmed', '=', 0).execute();
  const row = await trx
    .insertInto('second_factor')
    .values({ operator_id: operatorId, secret, confirmed: 0, last_step: 0, created_at: now })
    .onConflict((conflict) => conflict.column('operator_id').doNothing())
    .returning('operator_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes a time step's code: false when it, or a later one, was taken already. */
export async function takeStep(db: Kysely<Database>, operatorId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('operator_id', '=', operatorId)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}

/** From now on signing in takes it. */
export async function confirmFactor(trx: Kysely<Database>, operatorId: string): Promise<void> {
  await trx.updateTable('second_factor').set({ confirmed: 1 }).where('operator_id', '=', operatorId).execute();
  await trx.updateTable('operator').set({ two_factor: 1 }).where('id', '=', operatorId).execute();
}

/** Takes it away, recovery codes included; false: there was none that counted. */
export async function deleteFactor(trx: Kysely<Database>, operatorId: string): Promise<boolean> {
  const row = await trx
    .deleteFrom('second_factor')
    .where('operator_id', '=', operatorId)
    .returning('confirmed')
    .executeTakeFirst();
  await trx.deleteFrom('recovery_code').where('operator_id', '=', operatorId).execute();
  await trx.updateTable('operator').set({ two_factor: 0 }).where('id', '=', operatorId).execute();
  return row?.confirmed === 1;
}

export async function replaceRecoveryCodes(
  trx: Kysely<Database>,
  operatorId: string,
  hashes: readonly string[],
): Promise<void> {
  await trx.deleteFrom('recovery_code').where('operator_id', '=', operatorId).execute();
  await trx
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ operator_id: operatorId, code_hash: hash })))
    .execute();
}

/** Uses a recovery code up; false: there is none such. */
export async function deleteRecoveryCode(db: Kysely<Database>, operatorId: string, hash: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('recovery_code')
    .where('operator_id', '=', operatorId)
    .where('code_hash', '=', hash)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

export async function countRecoveryCodes(db: Kysely<Database>, operatorId: string): Promise<number> {
  const row = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('operator_id', '=', operatorId)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
