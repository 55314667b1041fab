import { expect, test } from 'vitest';
import { expectedWait } from './expected-wait.ts';

const minute = 60_000;

test.each<[rule: string, waits: number[], waitedMs: number, expected: number | null]>([
  ['nobody was answered lately: nothing is said', [], 0, null],
  ['two are too few to say', [minute, 2 * minute], 0, null],
  ['three are enough: the middle one', [3 * minute, minute, 7 * minute], 0, 3 * minute],
  ['of an even number the shorter one of the middle', [minute, 2 * minute, 4 * minute, 9 * minute], 0, 2 * minute],
  ['what is behind already counts no more', [3 * minute, 4 * minute, 9 * minute], minute, 3 * minute],
  [
    'who has waited long is compared with those who did, too',
    [1, 2, 3, 4, 6 * minute, 7 * minute, 9 * minute],
    5 * minute,
    2 * minute,
  ],
  ['exactly as long is not longer', [minute, minute, minute], minute, null],
  ['who has waited longer than all but two is told nothing', [1, 2, 3, 8 * minute, 9 * minute], 5 * minute, null],
])('%s', (_rule, waits, waitedMs, expected) => {
  expect(expectedWait(waits, waitedMs)).toBe(expected);
});
