import type { VisitorEntry } from '@foyer/protocol/chat';

/**
 * The log of one chat as far as this window knows it: seq 1, 2, 3 … Entries that came before their turn are held back until
 * the gap is filled, so what is shown has no holes and never changes its order.
 */
export interface EntryLog {
  /** Takes an entry in, in any order; one that came again replaces the first. */
  add(entry: VisitorEntry): void;
  /** Entries 1 to `last()`. */
  entries(): readonly VisitorEntry[];
  /** The last seq up to which nothing is missing; 0: nothing yet. */
  last(): number;
  /** Whether an entry is held back because one before it is missing. */
  hasGap(): boolean;
  has(cid: string): boolean;
  clear(): void;
}

export function entryLog(): EntryLog {
  let whole: VisitorEntry[] = [];
  const early = new Map<number, VisitorEntry>();
  const cids = new Set<string>();

  return {
    add(entry) {
      if (entry.seq <= whole.length) {
        whole[entry.seq - 1] = entry;
        return;
      }
      early.set(entry.seq, entry);
      for (let next = early.get(whole.length + 1); next; next = early.get(whole.length + 1)) {
        early.delete(next.seq);
        whole.push(next);
        if (next.cid !== null) cids.add(next.cid);
      }
    },
    entries: () => whole,
    last: () => whole.length,
    hasGap: () => early.size > 0,
    has: (cid) => cids.has(cid),
    clear() {
      whole = [];
      early.clear();
      cids.clear();
    },
  };
}
