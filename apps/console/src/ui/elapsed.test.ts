import { expect, test } from 'vitest';
import { formatElapsed } from './elapsed.ts';

test.each([
  [-5000, '0:00'],
  [999, '0:00'],
  [42_000, '0:42'],
  [725_000, '12:05'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [11_220_000, '3:07:00'],
])('%d ms is %s', (ms, expected) => {
  expect(formatElapsed(ms)).toBe(expected);
});
