import type { User } from '@foyer/protocol/operator';
import { expect, test } from 'vitest';
import { stateOf } from './user-state.ts';

const link = { purpose: 'invitation', expiresAt: 1000 } as const;

test.each<[what: string, user: Partial<User>, state: string]>([
  ['has a password', { invited: false, link: null }, 'active'],
  ['has a password, and a link to a new one', { invited: false, link: { ...link, purpose: 'reset' } }, 'active'],
  ['was invited a moment ago', { invited: true, link }, 'invited'],
  ['was invited too long ago', { invited: true, link: { ...link, expiresAt: 999 } }, 'expired'],
  ['was invited, and the link was taken back', { invited: true, link: null }, 'expired'],
  ['is disabled, invited or not', { invited: true, link, disabled: true }, 'disabled'],
])('somebody who %s', (_what, user, state) => {
  expect(stateOf({ disabled: false, ...user } as User, 999)).toBe(state);
});
