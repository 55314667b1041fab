import type { Kysely, Selectable } from 'kysely';
import { hashToken, newToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { noteSeen } from './operator-repository.ts';

const hourMs = 3_600_000;
/** A session ends after 12 hours without a request, and after 7 days in any case. */
export const sessionIdleMs = 12 * hourMs;
export const sessionAbsoluteMs = 7 * 24 * hourMs;
/** A one-time link works for a day, once. */
const oneTimeMs = 24 * hourMs;
/** How old the stored last use may become before it is written anew. */
const touchMs = 60_000;

/** Where a session is opened. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
}

/** Opens a session; the answer is the cookie's token, of which only the hash is stored. */
export async function insertSession(
  db: Kysely<Database>,
  account: { operatorId: string; sessionEpoch: number },
  { address, userAgent }: Origin,
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
      address,
      user_agent: userAgent.slice(0, 512).toWellFormed().replaceAll('\0', ''),
    })
    .execute();
  await noteSeen(db, account.operatorId, now);
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
    .where('operator.removed_at', 'is', null)
    .executeTakeFirst();
  if (!row || now - row.last_seen_at > sessionIdleMs || now - row.created_at > sessionAbsoluteMs) return null;
  if (now - row.last_seen_at > touchMs) {
    await db.updateTable('session').set({ last_seen_at: now }).where('token_hash', '=', tokenHash).execute();
    await noteSeen(db, row.operator_id, now);
  }
  return row.operator_id;
}

/** Sessions of an operator that are neither ended nor too old, the last seen first. */
export async function selectSessions(
  db: Kysely<Database>,
  operatorId: string,
  now: number,
): Promise<Selectable<Database['session']>[]> {
  return db
    .selectFrom('session')
    .innerJoin('operator', 'operator.id', 'session.operator_id')
    .selectAll('session')
    .where('session.operator_id', '=', operatorId)
    .whereRef('session.session_epoch', '=', 'operator.session_epoch')
    .where('session.last_seen_at', '>', now - sessionIdleMs)
    .where('session.created_at', '>', now - sessionAbsoluteMs)
    .orderBy('session.last_seen_at', 'desc')
    .orderBy('session.created_at', 'desc')
    .execute();
}

/** Whether an operator is signed in anywhere. */
export async function hasSession(db: Kysely<Database>, operatorId: string, now: number): Promise<boolean> {
  return (await selectSessions(db, operatorId, now)).length > 0;
}

/** Ends all sessions of an operator but one; null: all. */
export async function deleteSessionsOf(
  db: Kysely<Database>,
  operatorId: string,
  exceptHash: string | null,
): Promise<void> {
  let query = db.deleteFrom('session').where('operator_id', '=', operatorId);
  if (exceptHash !== null) query = query.where('token_hash', '!=', exceptHash);
  await query.execute();
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
  await db.deleteFrom('pending_sign_in').where('expires_at', '<', now).execute();
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

/** How long the second factor may take. */
const pendingMs = 5 * 60_000;

/** Remembers that a password was right; the second factor is asked for with the token that is answered. */
export async function insertPendingSignIn(
  db: Kysely<Database>,
  account: { operatorId: string; sessionEpoch: number },
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const token = newToken();
  const expiresAt = now + pendingMs;
  await db
    .insertInto('pending_sign_in')
    .values({
      token_hash: hashToken(token),
      operator_id: account.operatorId,
      session_epoch: account.sessionEpoch,
      expires_at: expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/** Whose second factor is awaited with this token; null: nobody's any more. */
export async function findPendingSignIn(
  db: Kysely<Database>,
  token: string,
  now: number,
): Promise<{ operatorId: string; sessionEpoch: number } | null> {
  const row = await db
    .selectFrom('pending_sign_in')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ? { operatorId: row.operator_id, sessionEpoch: row.session_epoch } : null;
}

/** Uses the token up; false: somebody was first. */
export async function deletePendingSignIn(db: Kysely<Database>, token: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('pending_sign_in')
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}
