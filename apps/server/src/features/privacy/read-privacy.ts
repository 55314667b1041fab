import type { Privacy } from '@foyer/protocol/privacy';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getPrivacy } from './privacy-repository.ts';

/** A site's privacy settings, for other features. */
export function readPrivacy(db: Kysely<Database>, siteId: string): Promise<Privacy> {
  return getPrivacy(db, siteId);
}
