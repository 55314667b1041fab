import { expect, test } from 'vitest';
import { type PendingLevel, pendingLevel } from './pending-level.ts';

test.each<[what: string, waitedMs: number, one: number, two: number, level: PendingLevel]>([
  ['S-083 just before level one', 29_999, 30, 60, 'none'],
  ['S-083 level one itself', 30_000, 30, 60, 'one'],
  ['S-084 just before level two', 59_999, 30, 60, 'one'],
  ['S-084 level two itself', 60_000, 30, 60, 'two'],
  ['S-083 level one off', 59_999, 0, 60, 'none'],
  ['S-084 level two off', 600_000, 30, 0, 'one'],
  ['both off', 600_000, 0, 0, 'none'],
])('%s', (_what, waitedMs, one, two, level) => {
  expect(pendingLevel(waitedMs, { pendingLevelOneSeconds: one, pendingLevelTwoSeconds: two })).toBe(level);
});
