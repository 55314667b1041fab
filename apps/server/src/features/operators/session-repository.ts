import type { Kysely } from 'kysely';
import { hashToken, newToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

const hourMs = 3_600_000;
/** A session ends after 12 hours without a request, and after 7 days in any case. */
export const sessionIdleMs = 12 * hourMs;
export const sessionAbsoluteMs = 7 * 24 * hourMs;
/** A one-time link works for a day, once. */
const oneTimeMs = 24 * hourMs;
/** How old the stored last use may become before it is written anew. */
const touchMs = 60_000;

/** Opens a session; the answer is the cookie's token, of which only the hash is stored. */
export async function insertSession(
  db: Kysely<Database>,
  account: { operatorId: string; sessionEpoch: number },
  now: number,
): Promise<string> {
  const token = newToken();
  await db
    .insertInto('session')
    .values({
      token_hash: hashToken(token),
      operator_id: account.operatorId,
      session_epoch: account.sessionEpoch,
      created_at: now,
      last_seen_at: now,
    })
    .execute();
  return token;
}

/** The operator whose session this is, if it is neither ended nor too old. */
export async function findSessionOperator(
  db: Kysely<Database>,
  tokenHash: string,
  now: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('operator', 'operator.id', 'session.operator_id')
    .select(['session.operator_id', 'session.last_seen_at', 'session.created_at'])
    .where('session.token_hash', '=', tokenHash)
    .whereRef('session.session_epoch', '=', 'operator.session_epoch')
    .where('operator.disabled', '=', 0)
    .executeTakeFirst();
  if (!row || now - row.last_seen_at > sessionIdleMs || now - row.created_at > sessionAbsoluteMs) return null;
  if (now - row.last_seen_at > touchMs)
    await db.updateTable('session').set({ last_seen_at: now }).where('token_hash', '=', tokenHash).execute();
  return row.operator_id;
}

/** Whether an operator is signed in anywhere. */
export async function hasSession(db: Kysely<Database>, operatorId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .innerJoin('operator', 'operator.id', 'session.operator_id')
    .select('session.token_hash')
    .where('session.operator_id', '=', operatorId)
    .whereRef('session.session_epoch', '=', 'operator.session_epoch')
    .where('session.last_seen_at', '>', now - sessionIdleMs)
    .where('session.created_at', '>', now - sessionAbsoluteMs)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSession(db: Kysely<Database>, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
}

/** Drops sessions and one-time links that can no longer be used. */
export async function deleteExpiredSessions(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .deleteFrom('session')
    .where((eb) =>
      eb.or([eb('last_seen_at', '<', now - sessionIdleMs), eb('created_at', '<', now - sessionAbsoluteMs)]),
    )
    .execute();
  await db.deleteFrom('one_time_sign_in').where('expires_at', '<', now).execute();
}

/** Makes a one-time sign-in for an operator; earlier ones that were not used become void. */
export async function insertOneTimeSignIn(db: Kysely<Database>, operatorId: string, now: number): Promise<string> {
  const token = newToken();
  await db.deleteFrom('one_time_sign_in').where('operator_id', '=', operatorId).where('used_at', 'is', null).execute();
  await db
    .insertInto('one_time_sign_in')
    .values({ token_hash: hashToken(token), operator_id: operatorId, expires_at: now + oneTimeMs, used_at: null })
    .execute();
  return token;
}

/** Uses a one-time sign-in up: the operator's id, or null when it is unknown, used or too old. */
export async function redeemOneTimeSignIn(db: Kysely<Database>, token: string, now: number): Promise<string | null> {
  const row = await db
    .updateTable('one_time_sign_in')
    .set({ used_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('operator_id')
    .executeTakeFirst();
  return row?.operator_id ?? null;
}
