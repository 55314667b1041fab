import type { Session } from '@foyer/protocol/session';
import type { Kysely } from 'kysely';
import { hashToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { parseBrowser } from '../visits/facts/parse-browser.ts';
import { deleteSession, hasSession, selectSessions } from './session-repository.ts';

/** What a session is called outside: neither its token nor what is stored of that. */
function idOf(tokenHash: string): string {
  return hashToken(tokenHash).slice(0, 32);
}

/** Where an operator is signed in, the last seen first. `thisHash`: the session that asks. */
export async function listSessions(
  db: Kysely<Database>,
  operatorId: string,
  thisHash: string,
  now: number,
): Promise<Session[]> {
  const rows = await selectSessions(db, operatorId, now);
  return rows.map((row) => {
    const { browser, os } = parseBrowser(row.user_agent ?? '');
    return {
      id: idOf(row.token_hash),
      browser,
      os,
      address: row.address,
      since: row.created_at,
      lastSeenAt: row.last_seen_at,
      isThis: row.token_hash === thisHash,
    };
  });
}

/** Ends one session of an operator; false: there is none such. */
export async function endSession(
  db: Kysely<Database>,
  operatorId: string,
  sessionId: string,
  now: number,
): Promise<boolean> {
  const row = (await selectSessions(db, operatorId, now)).find((one) => idOf(one.token_hash) === sessionId);
  if (!row) return false;
  await deleteSession(db, row.token_hash);
  return true;
}

/** Who this is, if they are signed in nowhere; null: they still are, in some browser. */
export async function findSignedOut(
  db: Kysely<Database>,
  operatorId: string,
  now: number,
): Promise<{ operatorId: string; name: string } | null> {
  if (await hasSession(db, operatorId, now)) return null;
  const row = await db.selectFrom('operator').select('name').where('id', '=', operatorId).executeTakeFirst();
  return row ? { operatorId, name: row.name } : null;
}
