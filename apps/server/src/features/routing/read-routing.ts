import type { Routing } from '@foyer/protocol/routing';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getRouting } from './routing-repository.ts';

/** A site's routing, for other features. */
export function readRouting(db: Kysely<Database>, siteId: string): Promise<Routing> {
  return getRouting(db, siteId);
}
