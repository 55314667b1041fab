import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { type Kind, selectDocuments } from './department-repository.ts';

/** A site's departments or skills by name, for those who choose among them. */
export async function listNames(
  db: Kysely<Database>,
  kind: Kind,
  siteId: string,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return (await selectDocuments(db, kind, siteId)).map(({ id, name }) => ({ id, name }));
}
