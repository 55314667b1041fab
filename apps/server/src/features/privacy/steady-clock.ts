/** A jump of the wall clock that is no drift. */
const jumpMs = 10 * 60_000;
/** How long a clock must run evenly after one, before anything is deleted by it. */
const steadyMs = 3_600_000;

/** Tells whether the wall clock can be believed: it runs as the monotonic one does, and has for an hour since it last did not. */
export class SteadyClock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  #seen: { wall: number; monotonic: number } | null = null;
  #steadyFrom = Number.NEGATIVE_INFINITY;

  /** Both in milliseconds. */
  constructor(wall: () => number, monotonic: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#monotonic = monotonic;
  }

  isSteady(): boolean {
    const now = { wall: this.#wall(), monotonic: this.#monotonic() };
    const seen = this.#seen ?? now;
    this.#seen = now;
    if (Math.abs(now.wall - seen.wall - (now.monotonic - seen.monotonic)) > jumpMs)
      this.#steadyFrom = now.monotonic + steadyMs;
    return now.monotonic >= this.#steadyFrom;
  }
}
