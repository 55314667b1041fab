/** Chance that can be repeated: a fault test prints its seed, and FOYER_TEST_SEED brings the same moments again. */

/** Numbers drawn from one seed. */
export interface Seed {
  /** Evenly between `low` and `high`. */
  readonly between: (low: number, high: number) => number;
  /** Numbers of their own, for what draws whenever it happens and must not shift the others. */
  readonly fork: () => Seed;
}

/** Opens the seed of a run, given or new, and prints it. */
export function openSeed(purpose: string): Seed {
  const given = process.env.FOYER_TEST_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given) >>> 0;
  console.log(`FOYER_TEST_SEED=${seed} (${purpose})`);
  return drawFrom(mulberry32(seed));
}

function drawFrom(next: () => number): Seed {
  return {
    between: (low, high) => low + next() * (high - low),
    fork: () => drawFrom(mulberry32(Math.floor(next() * 2 ** 32))),
  };
}

/** Evenly in [0, 1). Tommy Ettinger's generator of 32 bits, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
