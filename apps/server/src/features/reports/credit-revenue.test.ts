import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideAmount } from './credit-revenue.ts';

test.each([
  [100, [1, 1, 1], [34, 33, 33]],
  [-100, [1, 1, 1], [-34, -33, -33]],
  [5, [1, 3], [1, 4]],
  [2, [1, 1, 1], [1, 1, 0]],
  [7, [0, 0], [0, 0]],
])('B-304 %i divided by %j', (amount, weights, shares) => {
  expect(divideAmount(amount, weights)).toEqual(shares);
});

test('B-304 shares add up to the amount, and each is within one unit of its part', () => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 }),
      (amount, weights) => {
        const shares = divideAmount(amount, weights);
        const sum = BigInt(weights.reduce((total, weight) => total + weight, 0));
        expect(shares.reduce((total, share) => total + BigInt(share), 0n)).toBe(BigInt(amount));
        for (const [index, share] of shares.entries()) {
          const difference = BigInt(share) * sum - BigInt(amount) * BigInt(weights[index] ?? 0);
          expect(difference < sum && difference > -sum).toBe(true);
        }
        expect(divideAmount(-amount, weights)).toEqual(shares.map((share) => -share || 0));
      },
    ),
  );
});
