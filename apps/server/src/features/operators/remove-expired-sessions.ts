import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { purgeRemovedOperators } from './operator-repository.ts';
import { deleteExpiredSessions } from './session-repository.ts';

/** How long somebody who was deleted can be put back. */
const restorableMs = 24 * 3_600_000;

/** Drops sessions and one-time links that can no longer be used, and users who were deleted a day ago. */
export async function removeExpiredSessions(db: Kysely<Database>, now: number): Promise<void> {
  await deleteExpiredSessions(db, now);
  await purgeRemovedOperators(db, now - restorableMs);
}
