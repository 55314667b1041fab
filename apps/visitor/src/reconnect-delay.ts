const firstMs = 500;
const longestMs = 30_000;

/**
 * Milliseconds to wait before reconnecting after `failures` failures in a row (0 = the first): full jitter under a ceiling
 * of 0.5 s that doubles to 30 s. `random` is in [0, 1).
 */
export function reconnectDelay(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(longestMs, firstMs * 2 ** failures));
}
