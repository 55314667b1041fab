import type { ContentGroup } from '@foyer/protocol/content-group';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getContentGroups } from './content-groups-repository.ts';

/** A site's content groups in their order: the first that has a page gets it. */
export async function listContentGroups(db: Kysely<Database>, siteId: string): Promise<ContentGroup[]> {
  return (await getContentGroups(db, siteId)).groups;
}
