const firstMs = 500;
const longestMs = 15_000;

/** Full jitter: anything from nothing to a bound that doubles with each failure, so that clients don't return in step. */
export function reconnectDelayMs(failures: number, random: number): number {
  return Math.round(random * Math.min(longestMs, firstMs * 2 ** failures));
}
