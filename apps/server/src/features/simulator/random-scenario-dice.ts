/** Random numbers that are the same again for the same seed: mulberry32, which is quick and even enough to invent visitors with. */
export class Dice {
  #state: number;

  /** Dice of the same seed and names fall alike, of others unlike: whoever is added later changes nobody else's fate. */
  constructor(seed: number, ...names: readonly (string | number)[]) {
    this.#state = hash([seed, ...names].join(' '));
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of a list, which may not be empty. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.between(0, list.length - 1)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  /** One of a list, each as often as its weight is to all weights. */
  weigh<T>(weighted: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
    const found = weighted.find(([weight]) => {
      left -= weight;
      return left < 0;
    });
    return (found ?? weighted.at(-1) ?? this.pick([]))[1];
  }

  /** How long somebody stays with something: mostly near the median, sometimes much longer; ms. */
  dwellMs(medianSeconds: number): number {
    const spread = Math.exp((this.next() + this.next() + this.next() - 1.5) * 2);
    return Math.round(medianSeconds * 1000 * spread);
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) sum = Math.imul(sum ^ text.charCodeAt(place), 0x01000193);
  return sum >>> 0;
}
