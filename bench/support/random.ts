/** Numbers from 0 (included) to 1, the same for the same seed, so that every run sees the same (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A member of the list, which is not empty. */
export function oneOf<T>(list: readonly T[], random: () => number): T {
  const member = list[Math.floor(random() * list.length)];
  if (member === undefined) throw new Error('The list is empty');
  return member;
}
