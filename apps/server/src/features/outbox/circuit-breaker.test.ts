import { expect, test } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

function broken(failures: number): CircuitBreaker {
  const breaker = new CircuitBreaker();
  for (let n = 0; n < failures; n++) breaker.failed(0);
  return breaker;
}

test.each<[failures: number, at: number, allowed: number]>([
  [0, 0, 4],
  [4, 0, 4],
  [5, 0, 0],
  [5, 29_999, 0],
  [5, 30_000, 1],
  [6, 59_999, 0],
  [6, 60_000, 1],
  [50, 299_999, 0],
  [50, 300_000, 1],
])('after %i failures in a row, %i ms later, %i of 4 may be under way', (failures, at, allowed) => {
  expect(broken(failures).allowance(at, 4)).toBe(allowed);
});

test('one success closes it', () => {
  const breaker = broken(9);
  breaker.succeeded();
  expect(breaker.allowance(0, 4)).toBe(4);
});
