import { expect, test } from 'vitest';
import { niceEnd } from './nice-scale.ts';

test.each([
  [0, 4],
  [4, 4],
  [7, 8],
  [39, 40],
  [41, 80],
  [95, 100],
  [1000, 1000],
  [1001, 2000],
])('an axis that holds %i ends at %i', (most, end) => {
  expect(niceEnd(most)).toBe(end);
});
