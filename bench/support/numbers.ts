/** The value that a share of all values does not exceed; 0.5: the median. NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Three significant digits: more would claim what no such measurement can know. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
