import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { closeVisitsOlderThan } from './visit-repository.ts';

/** Ends visits that a crash left open: no hit for longer than any time-out. */
export function endAbandonedVisits(db: Kysely<Database>, olderThan: number): Promise<void> {
  return closeVisitsOlderThan(db, olderThan);
}
