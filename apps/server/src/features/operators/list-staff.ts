import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listAccounts } from './operator-repository.ts';

/** Who works on a site, by name: the operators it was given to, and all administrators. */
export async function listStaffOf(db: Kysely<Database>, siteId: string): Promise<{ id: string; name: string }[]> {
  const accounts = await listAccounts(db);
  return accounts
    .filter(({ operator }) => operator.role === 'administrator' || operator.siteIds.includes(siteId))
    .map(({ operator: { id, name } }) => ({ id, name }));
}
