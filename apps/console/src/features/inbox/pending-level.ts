import type { ChatOptions } from '@foyer/protocol/chat-options';

/** How long a pending chat has waited, in levels (S-083, S-084). */
export type PendingLevel = 'none' | 'one' | 'two';

type Levels = Pick<ChatOptions, 'pendingLevelOneSeconds' | 'pendingLevelTwoSeconds'>;

/** The level that a wait has reached; a level of 0 seconds is off. */
export function pendingLevel(waitedMs: number, levels: Levels): PendingLevel {
  const { pendingLevelOneSeconds: one, pendingLevelTwoSeconds: two } = levels;
  if (two > 0 && waitedMs >= two * 1000) return 'two';
  return one > 0 && waitedMs >= one * 1000 ? 'one' : 'none';
}
