/** A pending chat, and who of those who are connected it is for. */
export interface QueuedChat {
  readonly id: string;
  readonly operatorIds: readonly string[];
}

/**
 * The place of each chat of a queue, the longest wait first: 1 for who is next, and one more for each before them that some
 * same operator could take. A chat that is for nobody who is there stands behind all.
 */
export function placesIn(queue: readonly QueuedChat[]): Map<string, number> {
  /** Chats so far, by whom they are for: few kinds, however many chats. */
  const kinds = new Map<string, { readonly operatorIds: ReadonlySet<string>; count: number }>();
  const places = new Map<string, number>();
  for (const { id, operatorIds } of queue) {
    const meets = (others: ReadonlySet<string>) =>
      operatorIds.length === 0 || others.size === 0 || operatorIds.some((operatorId) => others.has(operatorId));
    let before = 0;
    for (const kind of kinds.values()) if (meets(kind.operatorIds)) before += kind.count;
    places.set(id, before + 1);
    const key = [...operatorIds].sort().join(' ');
    const kind = kinds.get(key) ?? { operatorIds: new Set(operatorIds), count: 0 };
    kind.count += 1;
    kinds.set(key, kind);
  }
  return places;
}
