/** How often a name was counted; names come from outside, so that only own properties count. */
export function countOf(counts: Readonly<Record<string, number>>, name: string | undefined): number {
  return name !== undefined && Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0;
}
