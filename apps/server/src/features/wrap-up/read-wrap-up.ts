import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getWrapUp, type StoredWrapUp } from './wrap-up-repository.ts';

export type { StoredWrapUp };

/** A site's wrap-up settings as they are now; off when it has never saved any. */
export function readWrapUp(db: Kysely<Database>, siteId: string): Promise<StoredWrapUp> {
  return getWrapUp(db, siteId);
}
