/** A counter whose stored value is not what the facts say. */
export interface TotalDifference {
  readonly siteId: string;
  /** Day or first referrer. */
  readonly of: string;
  readonly counter: string;
  readonly stored: number;
  readonly counted: number;
}

/** Sums by day (or first referrer) and counter. */
export class Sums {
  /** By `day counter`: neither days nor hosts have blanks. */
  readonly values = new Map<string, number>();

  add(of: string, counter: string, value: number | string | null | undefined): void {
    const key = `${of} ${counter}`;
    this.values.set(key, (this.values.get(key) ?? 0) + Number(value ?? 0));
  }
}

/** Where stored sums are not what was counted, in order of their keys. A counter that is not there is zero. */
export function compareSums(siteId: string, counted: Sums, stored: Sums): TotalDifference[] {
  const keys = new Set([...counted.values.keys(), ...stored.values.keys()]);
  return [...keys]
    .filter((key) => (stored.values.get(key) ?? 0) !== (counted.values.get(key) ?? 0))
    .sort()
    .map((key) => {
      const [of = '', counter = ''] = key.split(/ (.*)/s);
      return { siteId, of, counter, stored: stored.values.get(key) ?? 0, counted: counted.values.get(key) ?? 0 };
    });
}
