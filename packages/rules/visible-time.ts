import type { Tab, Visit } from './visit.ts';

/** A visible stretch of a tab that goes on, with the instant it ends, or will end if nothing is heard; epoch ms. */
interface Stretch {
  readonly from: number;
  readonly until: number;
}

/**
 * When a tab's visible stretch ends by itself. A connection proves that the page is there; once it broke nothing does;
 * a page that only sends beacons is believed for one visit time-out (rules.md section 2: gaps are cut at the time-out).
 */
function stretchOf(tab: Tab, visitTimeoutMs: number): Stretch | null {
  if (tab.visibleSince === null) return null;
  if (tab.lostAt !== null) return { from: tab.visibleSince, until: tab.lostAt };
  return {
    from: tab.visibleSince,
    until: tab.nodeId === null ? tab.seenAt + visitTimeoutMs : Number.POSITIVE_INFINITY,
  };
}

/** Visible time of a tab's present page view, in ms. */
export function tabVisibleMsAt(tab: Tab, now: number, visitTimeoutMs: number): number {
  const stretch = stretchOf(tab, visitTimeoutMs);
  return stretch === null ? tab.visibleMs : tab.visibleMs + Math.max(0, Math.min(now, stretch.until) - stretch.from);
}

/** Minutes viewing of the visit so far, in ms: the time at which at least one of its pages was visible. */
export function visibleMsAt(visit: Visit, now: number, visitTimeoutMs: number): number {
  return visit.visibleMs + unionMs(Object.values(visit.tabs), now, visitTimeoutMs);
}

/** Until when the visible time of these tabs grows if nothing more is heard; null: it does not grow. */
export function growsUntil(tabs: readonly Tab[], now: number, visitTimeoutMs: number): number | null {
  const ends = tabs.flatMap((tab) => stretchOf(tab, visitTimeoutMs)?.until ?? []).filter((until) => until > now);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The visit with other tabs, its visible time at this instant unchanged. */
export function withTabs(
  visit: Visit,
  tabs: Readonly<Record<string, Tab>>,
  now: number,
  visitTimeoutMs: number,
): Visit {
  const total = visibleMsAt(visit, now, visitTimeoutMs);
  return { ...visit, tabs, visibleMs: total - unionMs(Object.values(tabs), now, visitTimeoutMs) };
}

/** The tab with its stretch so far added up, visible or hidden from now on. */
export function withVisibility(tab: Tab, visible: boolean, now: number, visitTimeoutMs: number): Tab {
  return {
    ...tab,
    visibleMs: tabVisibleMsAt(tab, now, visitTimeoutMs),
    // The time of an excluded page counts for nothing.
    visibleSince: visible && tab.pageViewId !== null ? now : null,
  };
}

function unionMs(tabs: readonly Tab[], now: number, visitTimeoutMs: number): number {
  const stretches = tabs.flatMap((tab) => stretchOf(tab, visitTimeoutMs) ?? []).sort((a, b) => a.from - b.from);
  let sum = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const { from, until } of stretches) {
    const end = Math.min(now, until);
    sum += Math.max(0, end - Math.max(from, covered));
    covered = Math.max(covered, end);
  }
  return sum;
}
