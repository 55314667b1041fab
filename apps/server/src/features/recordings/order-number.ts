/** Recordings made in one millisecond. */
const perMs = 4096;

let last = 0;

/** A number that is larger than all before it on this node, and on others by their clocks: what was recorded first comes first. */
export function nextOrderNumber(): number {
  last = Math.max(last + 1, Date.now() * perMs + Math.floor(Math.random() * perMs));
  return last;
}

/** What every order number of an instant or later is at least. */
export function firstOrderNumberAt(at: number): number {
  return at * perMs;
}
