/** Fewer than these say nothing. */
const enough = 3;

/**
 * How much longer a visitor who has waited `waitedMs` will wait, ms: the middle of what those waited who had waited that
 * long, too, less what is behind already. Null: too few did to say.
 */
export function expectedWait(waits: readonly number[], waitedMs: number): number | null {
  const longer = waits.filter((wait) => wait > waitedMs).sort((one, other) => one - other);
  if (longer.length < enough) return null;
  return (longer[Math.floor((longer.length - 1) / 2)] as number) - waitedMs;
}
