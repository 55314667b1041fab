import { passwordSchema } from '@foyer/protocol/operator';
import { dictionary } from '@zxcvbn-ts/language-common';
import { AppError } from '../../http/app-error.ts';

/** Leaked passwords in lower case, the most common first. */
const ranked = dictionary['passwords-common'];
/** Those that are long enough to be chosen at all. */
const common: ReadonlySet<string> = new Set(ranked.filter((password) => passwordSchema.safeParse(password).success));
/** What people make longer by a year and a sign. */
const stems: ReadonlySet<string> = new Set(ranked.slice(0, 10_000).filter((password) => password.length >= 6));

/** Throws `invalid_request` about a password that is guessed first: a common one, or the person's own address. */
export function checkPassword(password: string, email: string): void {
  const folded = password.toLowerCase();
  const bare = folded.replace(/[^\p{L}]+$/u, '');
  const message =
    common.has(folded) || stems.has(bare)
      ? 'is one of the most common passwords, which are guessed first: choose another'
      : folded === email.toLowerCase()
        ? 'is your e-mail address: choose something that others do not know'
        : null;
  if (message !== null)
    throw new AppError('invalid_request', 'This password is easily guessed', {
      fields: [{ path: 'password', message }],
    });
}
