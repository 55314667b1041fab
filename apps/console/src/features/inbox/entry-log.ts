import type { ChatEntry } from '@foyer/protocol/chat';

/** What this console has of a chat's log. */
export interface EntryLog {
  /** Entries 1, 2, 3 … without gaps. */
  entries: readonly ChatEntry[];
  /** Entries that came before those between were there. */
  ahead: readonly ChatEntry[];
}

export const emptyLog: EntryLog = { entries: [], ahead: [] };

/** The last seq up to which nothing is missing. */
export function lastSeq(log: EntryLog): number {
  return log.entries.length;
}

/** Whether entries are known to be missing: read again from `lastSeq`. */
export function hasGap(log: EntryLog): boolean {
  return log.ahead.length > 0;
}

/** Takes an entry, in whatever order and however often they come. The newest word on a seq is the one that stands. */
export function addEntry(log: EntryLog, entry: ChatEntry): EntryLog {
  const last = lastSeq(log);
  if (entry.seq <= last) return { ...log, entries: log.entries.with(entry.seq - 1, entry) };
  if (entry.seq > last + 1) return { ...log, ahead: [...log.ahead.filter((one) => one.seq !== entry.seq), entry] };
  return closeUp({ ...log, entries: [...log.entries, entry] });
}

/** Moves what is no longer ahead into its place. */
function closeUp(log: EntryLog): EntryLog {
  const entries = [...log.entries];
  let ahead = log.ahead;
  for (;;) {
    const next = ahead.find((one) => one.seq === entries.length + 1);
    ahead = ahead.filter((one) => one.seq > entries.length);
    if (next === undefined) return { entries, ahead };
    entries.push(next);
    ahead = ahead.filter((one) => one !== next);
  }
}
