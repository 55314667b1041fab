import type { Exclusions } from '@foyer/protocol/exclusions';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getExclusions } from './exclusions-repository.ts';

/** A site's four exclusion lists. */
export function listExclusions(db: Kysely<Database>, siteId: string): Promise<Exclusions> {
  return getExclusions(db, siteId);
}
