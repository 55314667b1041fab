import type { Role } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listAccounts } from './operator-repository.ts';

/** Who works on a site, by name: the operators it was given to, and all administrators; without those who may not sign in. */
export async function listStaffOf(
  db: Kysely<Database>,
  siteId: string,
): Promise<{ id: string; name: string; role: Role }[]> {
  return (await listAccountsOf(db, siteId)).map(({ operator: { id, name, role } }) => ({ id, name, role }));
}

/** Everybody who shares a site with somebody of these sites (null: all), by name, with the sites that they share (null: all). */
export async function listColleaguesOf(
  db: Kysely<Database>,
  siteIds: ReadonlySet<string> | null,
): Promise<{ id: string; name: string; role: Role; siteIds: string[] | null }[]> {
  const accounts = await listAccounts(db);
  return accounts.flatMap(({ operator: { id, name, role, disabled, siteIds: theirs } }) => {
    const shared = role === 'administrator' ? null : theirs.filter((one) => siteIds === null || siteIds.has(one));
    return disabled || shared?.length === 0 ? [] : [{ id, name, role, siteIds: shared }];
  });
}

/** Who works on a site, with their addresses. */
export async function listStaffAddresses(
  db: Kysely<Database>,
  siteId: string,
): Promise<{ id: string; name: string; email: string }[]> {
  return (await listAccountsOf(db, siteId)).map(({ operator: { id, name, email } }) => ({ id, name, email }));
}

async function listAccountsOf(db: Kysely<Database>, siteId: string) {
  const accounts = await listAccounts(db);
  return accounts.filter(
    ({ operator }) => !operator.disabled && (operator.role === 'administrator' || operator.siteIds.includes(siteId)),
  );
}
