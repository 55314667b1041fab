/**
 * Divides an amount of minor units among some in proportion to whole weights: what is left after rounding down goes to
 * those with the largest remainders, of equals to the first. The shares add up to the amount; those of a refund are those
 * of its sale, taken back.
 */
export function divideAmount(amount: number, weights: readonly number[]): number[] {
  const sign = amount < 0 ? -1 : 1;
  const whole = BigInt(Math.abs(amount));
  const sum = BigInt(weights.reduce((total, weight) => total + weight, 0));
  if (sum === 0n) return weights.map(() => 0);
  const shares = weights.map((weight, index) => {
    const exact = whole * BigInt(weight);
    return { index, share: exact / sum, remainder: exact % sum };
  });
  let left = whole - shares.reduce((total, { share }) => total + share, 0n);
  const byRemainder = shares.toSorted((one, other) =>
    one.remainder === other.remainder ? one.index - other.index : one.remainder > other.remainder ? -1 : 1,
  );
  for (const one of byRemainder) {
    if (left === 0n) break;
    one.share += 1n;
    left -= 1n;
  }
  return shares.map(({ share }) => sign * Number(share) || 0);
}
