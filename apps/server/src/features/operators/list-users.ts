import type { User } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { type Memberships, readMemberships } from '../departments/memberships.ts';
import { selectAccountLinks } from './account-link-repository.ts';
import { type Account, findAccount, listAccounts } from './operator-repository.ts';

type Links = Awaited<ReturnType<typeof selectAccountLinks>>;

/** All users by name, as administrators see them. */
export async function listUsers(db: Kysely<Database>): Promise<User[]> {
  const [accounts, links, membershipsOf] = await Promise.all([
    listAccounts(db),
    selectAccountLinks(db),
    readMemberships(db, null),
  ]);
  return accounts.map((account) => toUser(account, links, membershipsOf));
}

/** One user, or null. */
export async function findUser(db: Kysely<Database>, userId: string): Promise<User | null> {
  const account = await findAccount(db, userId);
  if (!account) return null;
  return toUser(account, await selectAccountLinks(db), await readMemberships(db, userId));
}

function toUser(account: Account, links: Links, membershipsOf: (operatorId: string) => Memberships): User {
  const { operator, passwordHash, lastSeenAt, twoFactor } = account;
  const link = links.get(operator.id) ?? null;
  const { departmentIds, skillIds } = membershipsOf(operator.id);
  return {
    ...operator,
    departmentIds: [...departmentIds],
    skillIds: [...skillIds],
    invited: passwordHash === null && lastSeenAt === null,
    link,
    lastSeenAt,
    twoFactor,
  };
}
