import type { ReferringSites } from '@foyer/protocol/referring-site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getReferringSites } from './referring-sites-repository.ts';

/** A site's list of referring sites: its own, or the one Foyer comes with (version 0). */
export function listReferringSites(db: Kysely<Database>, siteId: string): Promise<ReferringSites> {
  return getReferringSites(db, siteId);
}
