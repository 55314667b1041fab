/** How many steps of one colour maps and grids have, besides nothing at all. */
export const colorSteps = 5;

/**
 * Which step a value has among others up to `most`: 0 for nothing, else 1 to `colorSteps`. By the square root, so that one
 * country with most of all visits leaves the others apart from each other.
 */
export function stepOf(value: number | null, most: number): number {
  if (value === null || value <= 0 || most <= 0) return 0;
  return Math.max(1, Math.min(colorSteps, Math.ceil(Math.sqrt(value / most) * colorSteps)));
}

/** The least value of each step, for the legend: the inverse of `stepOf`. */
export function leastOfSteps(most: number): number[] {
  return Array.from({ length: colorSteps }, (_, index) =>
    index === 0 ? 1 : Math.floor((index / colorSteps) ** 2 * most) + 1,
  );
}
