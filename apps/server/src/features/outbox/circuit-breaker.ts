/** Failures in a row after which an endpoint is left alone. */
const failuresToOpen = 5;
const firstRestMs = 30_000;
const longestRestMs = 5 * 60_000;

/** Leaves an endpoint alone that fails again and again, and then tries it with one item at a time. */
export class CircuitBreaker {
  #failures = 0;
  #restsUntil = 0;

  /** How many items may be under way at once, of `most`. */
  allowance(now: number, most: number): number {
    if (this.#failures < failuresToOpen) return most;
    return now < this.#restsUntil ? 0 : 1;
  }

  /** The endpoint took an item, or refused that one item for good. */
  succeeded(): void {
    this.#failures = 0;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures < failuresToOpen) return;
    const rests = this.#failures - failuresToOpen;
    this.#restsUntil = now + Math.min(firstRestMs * 2 ** Math.min(rests, 10), longestRestMs);
  }
}
