import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { hashToken } from '../../http/new-id.ts';
import type { OperatorPrincipal } from '../../http/principal.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import { verifyPassword } from './hash-password.ts';
import { type Account, findAccount, findAccountByEmail, normaliseEmail } from './operator-repository.ts';
import { checkSecondFactor } from './second-factor.ts';
import {
  deletePendingSignIn,
  findPendingSignIn,
  findSessionOperator,
  insertPendingSignIn,
  insertSession,
  type Origin,
  redeemOneTimeSignIn,
} from './session-repository.ts';
import { lacksTwoFactor } from './sign-in-policy.ts';

export interface SignInContext {
  readonly db: Kysely<Database>;
  readonly limits: RateLimits;
  readonly box: SecretBox;
  readonly now: () => number;
}

/** Where somebody signs in from: `limitKey` is what tries are counted by. */
export interface Whereabouts extends Origin {
  readonly limitKey: string;
}

/** The session's token, or, where a second factor is awaited, the token of that step. */
export type SignedIn =
  | { readonly kind: 'signedIn'; readonly account: Account; readonly token: string }
  | { readonly kind: 'secondFactor'; readonly token: string; readonly expiresAt: number };

/** Signs in by e-mail and password. Says the same for every wrong try. */
export async function signInByPassword(
  context: SignInContext,
  input: { email: string; password: string },
  from: Whereabouts,
): Promise<SignedIn> {
  const { db, limits } = context;
  const email = normaliseEmail(input.email);
  const keys = [
    ['signInByAccountAndAddress', `${email} ${from.limitKey}`],
    ['signInByAddress', from.limitKey],
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
  return admit(context, account, from);
}

/** Lets somebody in who has proved who they are as far as a password does. */
export async function admit({ db, now }: SignInContext, account: Account, from: Origin): Promise<SignedIn> {
  const holder = { operatorId: account.operator.id, sessionEpoch: account.sessionEpoch };
  if (account.twoFactor) return { kind: 'secondFactor', ...(await insertPendingSignIn(db, holder, now())) };
  return { kind: 'signedIn', account, token: await insertSession(db, holder, from, now()) };
}

/** The second step: a code of the authenticator app, or a recovery code. */
export async function signInBySecondFactor(
  { db, limits, box, now }: SignInContext,
  input: { token: string; code: string },
  from: Whereabouts,
): Promise<{ account: Account; token: string; by: 'app' | 'recovery' }> {
  const pending = await findPendingSignIn(db, input.token, now());
  const account = pending ? await findAccount(db, pending.operatorId) : null;
  if (!pending || !account || account.operator.disabled || account.sessionEpoch !== pending.sessionEpoch)
    throw new AppError('not_found', 'This took too long. Enter your e-mail and password again.');
  const { id } = account.operator;
  const keys = [
    ['secondFactorByAccountAndAddress', `${id} ${from.limitKey}`],
    ['secondFactorByAccount', id],
  ] as const;
  for (const [name, key] of keys) await limits.check(name, key);
  const by = await checkSecondFactor(db, box, id, input.code, now());
  if (by === null) {
    for (const [name, key] of keys) await limits.take(name, key).catch(() => undefined);
    throw new WrongCode(account);
  }
  if (!(await deletePendingSignIn(db, input.token)))
    throw new AppError('not_found', 'This took too long. Enter your e-mail and password again.');
  const holder = { operatorId: id, sessionEpoch: account.sessionEpoch };
  return { account, by, token: await insertSession(db, holder, from, now()) };
}

/** The code was wrong; the step is still open. */
export class WrongCode extends AppError {
  readonly account: Account;
  constructor(account: Account) {
    super('invalid_request', 'This code is wrong, too old, or was used already', {
      fields: [{ path: 'code', message: 'is wrong, too old, or was used already: wait for the next one' }],
    });
    this.account = account;
  }
}

/** Signs in by the one-time link of the first start. */
export async function signInOnce(
  { db, limits, now }: SignInContext,
  token: string,
  from: Whereabouts,
): Promise<{ account: Account; token: string }> {
  await limits.check('signInByAddress', from.limitKey);
  const operatorId = await redeemOneTimeSignIn(db, token, now());
  const account = operatorId ? await findAccount(db, operatorId) : null;
  if (!account || account.operator.disabled) {
    await limits.take('signInByAddress', from.limitKey).catch(() => undefined);
    throw new AppError(
      'not_signed_in',
      'This sign-in link was used already or is too old. Start Foyer again for a new one.',
    );
  }
  const holder = { operatorId: account.operator.id, sessionEpoch: account.sessionEpoch };
  return { account, token: await insertSession(db, holder, from, now()) };
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
  if (!account) return null;
  const needsTwoFactor = await lacksTwoFactor(db, account);
  const { operator } = account;
  return {
    operatorId: operator.id,
    name: operator.name,
    role: operator.role,
    siteIds: operator.role === 'administrator' ? null : new Set(operator.siteIds),
    sessionHash,
    needsTwoFactor,
    scopes: null,
  };
}
