import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { hashToken } from '../../http/new-id.ts';
import type { OperatorPrincipal } from '../../http/principal.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import { verifyPassword } from './hash-password.ts';
import { type Account, findAccount, findAccountByEmail, normaliseEmail } from './operator-repository.ts';
import { findSessionOperator, insertSession, redeemOneTimeSignIn } from './session-repository.ts';

export interface SignInContext {
  readonly db: Kysely<Database>;
  readonly limits: RateLimits;
  readonly now: () => number;
}

/** Signs in by e-mail and password. The answer is the session's token. Says the same for every wrong try. */
export async function signInByPassword(
  { db, limits, now }: SignInContext,
  input: { email: string; password: string; address: string },
): Promise<string> {
  const email = normaliseEmail(input.email);
  const keys = [
    ['signInByAccountAndAddress', `${email} ${input.address}`],
    ['signInByAddress', input.address],
    ['signInByAccount', email],
  ] as const;
  for (const [name, key] of keys) await limits.check(name, key);
  const account = await findAccountByEmail(db, email);
  const fits = await verifyPassword(account?.passwordHash ?? null, input.password);
  if (!fits || !account || account.operator.disabled) {
    // Only failures use up the allowance: whoever knows the password is never locked out by their own use.
    for (const [name, key] of keys) await limits.take(name, key).catch(() => undefined);
    throw new AppError('not_signed_in', 'E-mail or password is wrong');
  }
  return insertSession(db, { operatorId: account.operator.id, sessionEpoch: account.sessionEpoch }, now());
}

/** Signs in by a one-time link. The answer is the session's token. */
export async function signInOnce({ db, limits, now }: SignInContext, token: string, address: string): Promise<string> {
  await limits.check('signInByAddress', address);
  const operatorId = await redeemOneTimeSignIn(db, token, now());
  const account = operatorId ? await findAccount(db, operatorId) : null;
  if (!account || account.operator.disabled) {
    await limits.take('signInByAddress', address).catch(() => undefined);
    throw new AppError(
      'not_signed_in',
      'This sign-in link was used already or is too old. Start Foyer again for a new one.',
    );
  }
  return insertSession(db, { operatorId: account.operator.id, sessionEpoch: account.sessionEpoch }, now());
}

/** Who holds this session token; null: nobody any more. The same for HTTP and sockets. */
export async function findPrincipal(
  db: Kysely<Database>,
  token: string,
  now: number,
): Promise<OperatorPrincipal | null> {
  const sessionHash = hashToken(token);
  return findPrincipalByHash(db, sessionHash, now);
}

/** The same, for a socket that is checked again while it is open. */
export async function findPrincipalByHash(
  db: Kysely<Database>,
  sessionHash: string,
  now: number,
): Promise<OperatorPrincipal | null> {
  const operatorId = await findSessionOperator(db, sessionHash, now);
  const account = operatorId ? await findAccount(db, operatorId) : null;
  return account ? toPrincipal(account, sessionHash) : null;
}

function toPrincipal({ operator }: Account, sessionHash: string): OperatorPrincipal {
  return {
    operatorId: operator.id,
    name: operator.name,
    role: operator.role,
    siteIds: operator.role === 'administrator' ? null : new Set(operator.siteIds),
    sessionHash,
  };
}
