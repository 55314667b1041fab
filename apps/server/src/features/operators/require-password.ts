import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { verifyPassword } from './hash-password.ts';
import type { Account } from './operator-repository.ts';

/** Throws `invalid_request` about the field unless this is the account's present password; tries are limited. */
export async function requirePassword(
  { limits }: { readonly limits: RateLimits },
  { operator, passwordHash }: Account,
  password: string,
  field: string,
): Promise<void> {
  await limits.check('signInByAccount', operator.email);
  if (await verifyPassword(passwordHash, password)) return;
  await limits.take('signInByAccount', operator.email);
  throw new AppError('invalid_request', 'The present password is wrong', {
    fields: [{ path: field, message: 'is not your present password' }],
  });
}
