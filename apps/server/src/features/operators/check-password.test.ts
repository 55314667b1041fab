import { expect, test } from 'vitest';
import { checkPassword } from './check-password.ts';

test.each<[password: string, isRefused: boolean]>([
  ['qwertyuiop', true],
  ['QwertyUIOP', true],
  ['1234567890', true],
  ['manchester', true],
  ['manchester2026!', true],
  ['password-2026', true],
  ['ann@example.com', true],
  ['correct-horse-battery', false],
  ['manchester by the sea', false],
  ['xxxxxxxxxx!a', false],
])('the password %s', (password, isRefused) => {
  const check = () => checkPassword(password, 'Ann@example.com');
  if (isRefused) expect(check).toThrow(/easily guessed/);
  else expect(check).not.toThrow();
});
