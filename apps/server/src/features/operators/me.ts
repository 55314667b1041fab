import type { Me } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { listSites } from '../sites/list-sites.ts';
import { findAccount } from './operator-repository.ts';
import { lacksTwoFactor } from './sign-in-policy.ts';

/** An operator as they see themselves, with the sites they may use. */
export async function describeMe(db: Kysely<Database>, operatorId: string): Promise<Me> {
  const account = await findAccount(db, operatorId);
  if (!account) throw new AppError('not_signed_in', 'Sign in first');
  const { operator } = account;
  const sites = await listSites(db, operator.role === 'administrator' ? null : new Set(operator.siteIds));
  return {
    id: operator.id,
    name: operator.name,
    email: operator.email,
    role: operator.role,
    status: account.status,
    maxChats: operator.maxChats,
    hasPassword: account.passwordHash !== null,
    twoFactor: account.twoFactor,
    needsTwoFactor: await lacksTwoFactor(db, account),
    sites: sites.map(({ id, name, timeZone, currency }) => ({ id, name, timeZone, currency })),
  };
}
