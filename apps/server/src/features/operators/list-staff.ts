import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listAccounts } from './operator-repository.ts';

/** Who works on a site, by name: the operators it was given to, and all administrators. */
export async function listStaffOf(db: Kysely<Database>, siteId: string): Promise<{ id: string; name: string }[]> {
  return (await listAccountsOf(db, siteId)).map(({ operator: { id, name } }) => ({ id, name }));
}

/** The same with their addresses; without those who may not sign in. */
export async function listStaffAddresses(
  db: Kysely<Database>,
  siteId: string,
): Promise<{ id: string; name: string; email: string }[]> {
  return (await listAccountsOf(db, siteId)).flatMap(({ operator: { id, name, email, disabled } }) =>
    disabled ? [] : [{ id, name, email }],
  );
}

async function listAccountsOf(db: Kysely<Database>, siteId: string) {
  const accounts = await listAccounts(db);
  return accounts.filter(({ operator }) => operator.role === 'administrator' || operator.siteIds.includes(siteId));
}
