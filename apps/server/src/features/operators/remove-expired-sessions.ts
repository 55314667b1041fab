import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { deleteExpiredSessions } from './session-repository.ts';

/** Drops sessions and one-time links that can no longer be used. */
export function removeExpiredSessions(db: Kysely<Database>, now: number): Promise<void> {
  return deleteExpiredSessions(db, now);
}
