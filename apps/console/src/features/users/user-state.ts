import type { User } from '@foyer/protocol/operator';

/** What a user's account is right now; `now`: epoch ms. */
export function stateOf(user: User, now: number): 'active' | 'invited' | 'expired' | 'disabled' {
  if (user.disabled) return 'disabled';
  if (!user.invited) return 'active';
  return user.link !== null && user.link.expiresAt > now ? 'invited' : 'expired';
}
