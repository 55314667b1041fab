import { expect, test } from 'vitest';
import { formatAgo } from './format-ago.ts';

test.each([
  [-50, '0 s'],
  [12_300, '12 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [7_200_000, '2 h'],
  [200_000_000, '2 d'],
])('%d ms ago is %s', (ms, expected) => {
  expect(formatAgo(ms)).toBe(expected);
});
