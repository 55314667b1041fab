/** Numbers that a condition allows: stretches that do not overlap, in order. Both ends belong to a stretch unless it is open there. */
export interface Stretch {
  readonly low: number;
  readonly high: number;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}
export type NumberRange = readonly Stretch[];

export const noNumber: NumberRange = [];
export const everyNumber: NumberRange = [stretch(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)];

/** The numbers from `low` to `high`, both included unless told. */
export function stretch(low: number, high: number, lowOpen = false, highOpen = false): Stretch {
  return { low, high, lowOpen, highOpen };
}

/** Numbers that are in both. */
export function intersect(one: NumberRange, other: NumberRange): NumberRange {
  return one.flatMap((a) =>
    other.flatMap((b) => {
      const lowFirst = a.low > b.low || (a.low === b.low && a.lowOpen) ? a : b;
      const highFirst = a.high < b.high || (a.high === b.high && a.highOpen) ? a : b;
      const both = stretch(lowFirst.low, highFirst.high, lowFirst.lowOpen, highFirst.highOpen);
      return isEmpty(both) ? [] : [both];
    }),
  );
}

/** Numbers that are not in it. */
export function complement(range: NumberRange): NumberRange {
  let rest = everyNumber;
  for (const { low, high, lowOpen, highOpen } of range)
    rest = intersect(rest, [
      ...(low === Number.NEGATIVE_INFINITY ? [] : [stretch(Number.NEGATIVE_INFINITY, low, false, !lowOpen)]),
      ...(high === Number.POSITIVE_INFINITY ? [] : [stretch(high, Number.POSITIVE_INFINITY, !highOpen, false)]),
    ]);
  return rest;
}

/** The whole numbers in it: stretches without one are left out. */
export function wholeNumbers(range: NumberRange): NumberRange {
  return range.flatMap(({ low, high, lowOpen, highOpen }) => {
    const first = lowOpen && Number.isInteger(low) ? low + 1 : Math.ceil(low);
    const last = highOpen && Number.isInteger(high) ? high - 1 : Math.floor(high);
    return first > last ? [] : [stretch(first, last)];
  });
}

function isEmpty({ low, high, lowOpen, highOpen }: Stretch): boolean {
  return low > high || (low === high && (lowOpen || highOpen));
}
