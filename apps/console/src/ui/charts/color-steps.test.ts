import { expect, test } from 'vitest';
import { leastOfSteps, stepOf } from './color-steps.ts';

test.each<[value: number | null, most: number, step: number]>([
  [null, 100, 0],
  [0, 100, 0],
  [0, 0, 0],
  [1, 100, 1],
  [4, 100, 1],
  [5, 100, 2],
  [64, 100, 4],
  [65, 100, 5],
  [100, 100, 5],
  [1, 1, 5],
])('%s of at most %i is step %i', (value, most, step) => {
  expect(stepOf(value, most)).toBe(step);
});

test('the legend names the least value of each step', () => {
  const least = leastOfSteps(100);
  expect(least).toEqual([1, 5, 17, 37, 65]);
  expect(least.map((value) => stepOf(value, 100))).toEqual([1, 2, 3, 4, 5]);
});
