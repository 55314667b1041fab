import { expect, test } from 'vitest';
import { formatCount, formatShare } from './format-count.ts';

test('thousands stand apart', () => {
  expect([0, 999, 12_345].map(formatCount)).toEqual(['0', '999', '12,345']);
});

test.each([
  [0, 0, '0%'],
  [0, 10, '0%'],
  [1, 8, '13%'],
  [1, 300, '0.33%'],
  [9, 9, '100%'],
])('%i of %i is %s', (part, whole, expected) => {
  expect(formatShare(part, whole)).toBe(expected);
});
