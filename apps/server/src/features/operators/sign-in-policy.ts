import { type SignInPolicy, signInPolicySchema } from '@foyer/protocol/session';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { readInstallationValue, writeInstallationValue } from '../sites/installation-value.ts';
import type { Account } from './operator-repository.ts';

const name = 'sign-in-policy';

/** What the installation asks of those who sign in. */
export async function readSignInPolicy(db: Kysely<Database>): Promise<SignInPolicy> {
  const value = await readInstallationValue(db, name);
  return value === null
    ? { administratorsNeedTwoFactor: false, version: 0 }
    : signInPolicySchema.parse(JSON.parse(value));
}

/** Saves the policy if it still has the version it was read at; the answer is the new one, or null. */
export async function saveSignInPolicy(
  trx: Kysely<Database>,
  { version, ...policy }: SignInPolicy,
): Promise<SignInPolicy | null> {
  const before = await readInstallationValue(trx, name);
  const saved = { ...policy, version: version + 1 };
  const isThis = (before === null ? 0 : signInPolicySchema.parse(JSON.parse(before)).version) === version;
  const isSaved = isThis && (await writeInstallationValue(trx, name, before, JSON.stringify(saved)));
  return isSaved ? saved : null;
}

/** Whether somebody has to set up two-factor sign-in before anything else. Only a person with a password can be asked to. */
export async function lacksTwoFactor(
  db: Kysely<Database>,
  { operator, twoFactor, passwordHash }: Account,
): Promise<boolean> {
  if (operator.role !== 'administrator' || twoFactor || passwordHash === null) return false;
  return (await readSignInPolicy(db)).administratorsNeedTwoFactor;
}
