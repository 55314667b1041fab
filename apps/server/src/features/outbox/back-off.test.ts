import { expect, test } from 'vitest';
import { maxAttempts, readRetryAfter, waitAfter } from './back-off.ts';

const minute = 60_000;
const hour = 60 * minute;

test.each<[failed: number, waitMs: number | null]>([
  [1, 5_000],
  [2, 5 * minute],
  [3, 30 * minute],
  [4, 2 * hour],
  [5, 5 * hour],
  [6, 10 * hour],
  [7, 14 * hour],
  [8, 20 * hour],
  [9, 24 * hour],
  [10, null],
])('R-157 after %i failed attempts it waits %i ms, give or take a fifth', (failed, waitMs) => {
  expect(waitAfter(failed, 0.5, null)).toBe(waitMs);
  if (waitMs === null) return;
  expect(waitAfter(failed, 0, null)).toBe(waitMs * 0.8);
  expect(waitAfter(failed, 0.999_999, null)).toBeLessThanOrEqual(waitMs * 1.2);
});

test('R-157 ten attempts take 75 hours and 35 minutes', () => {
  const waits = Array.from({ length: maxAttempts - 1 }, (_, index) => waitAfter(index + 1, 0.5, null) ?? 0);
  expect(waits.reduce((sum, wait) => sum + wait)).toBe(75 * hour + 35 * minute + 5_000);
});

test.each<[what: string, failed: number, wishMs: number | null, waitMs: number | null]>([
  ['a longer wish of the receiver’s is honoured', 1, 20 * minute, 20 * minute],
  ['for an hour at most', 1, 10 * hour, hour],
  ['a shorter one changes nothing', 4, minute, 2 * hour],
  ['nor does one after the last attempt', 10, minute, null],
])('%s', (_what, failed, wishMs, waitMs) => {
  expect(waitAfter(failed, 0.5, wishMs)).toBe(waitMs);
});

const now = Date.parse('2026-03-01T12:00:00Z');
test.each<[header: string | null, ms: number | null]>([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['-5', null],
  ['soon', null],
  ['', null],
  ['99999999999999999999', null],
  [null, null],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(readRetryAfter(header, now)).toBe(ms);
});
