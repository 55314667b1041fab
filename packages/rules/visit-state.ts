import type { Tab, Visit } from './visit.ts';

/** A visitor without an open page for so long has left (rules.md section 2). */
export const leftAfterMs = 45_000;

/** A page that only sends beacons counts as open for so long after its last one. */
const silentTabMs = 5 * 60_000;

/** Whether the visit has a recorded page: until then it only keeps the source of a visitor on excluded pages, and is not to be listed. */
export function hasOpened(visit: Visit): boolean {
  return visit.pageCount > 0;
}

/** Connected and busy, connected but still for `idleMs`, or without an open page for 45 s. */
export function visitState(visit: Visit, now: number, idleMs: number): 'active' | 'idle' | 'left' {
  const since = disconnectedSince(visit, now);
  if (since !== null && now - since >= leftAfterMs) return 'left';
  return now - visit.lastActivityAt >= idleMs ? 'idle' : 'active';
}

/** Since when no page is open; null: one is. */
export function disconnectedSince(visit: Visit, now: number): number | null {
  const gone = Math.max(...Object.values(visit.tabs).map(tabGoneAt), Number.NEGATIVE_INFINITY);
  if (gone > now) return null;
  if (visit.disconnectedAt !== null) return visit.disconnectedAt;
  return gone === Number.NEGATIVE_INFINITY ? visit.lastHitAt : gone;
}

/** When a tab stops, or stopped, counting as an open page; infinite while its connection is open. */
export function tabGoneAt(tab: Tab): number {
  if (tab.lostAt !== null) return tab.lostAt;
  return tab.nodeId === null ? tab.seenAt + silentTabMs : Number.POSITIVE_INFINITY;
}

/** The newest instant at which the visit is known to have gone on: now, while a connection is open. */
export function lastSignOfLife(visit: Visit, now: number): number {
  const tabs = Object.values(visit.tabs);
  if (tabs.some((tab) => tabGoneAt(tab) === Number.POSITIVE_INFINITY)) return now;
  return Math.max(visit.lastHitAt, visit.lastActivityAt, ...tabs.map((tab) => tab.lostAt ?? tab.seenAt));
}

/** The last instant at which the visit can go on if nothing more is heard; infinite while a connection is open. */
export function expiresAt(visit: Visit, visitTimeoutMs: number): number {
  return lastSignOfLife(visit, Number.POSITIVE_INFINITY) + visitTimeoutMs;
}
