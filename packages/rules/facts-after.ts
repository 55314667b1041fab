import { visibleMsAt } from './visible-time.ts';
import { maxEarlierPages, type Visit, type VisitorFacts } from './visit.ts';
import { hasOpened } from './visit-state.ts';

/** What is known of a visitor once a visit is over: what their next one begins with. */
export function factsAfter(visit: Visit, now: number, visitTimeoutMs: number): VisitorFacts {
  const { visitor } = visit;
  if (!hasOpened(visit)) return visitor;
  return {
    ...visitor,
    earlierVisits: visit.visitNumber,
    earlierPages: visitor.earlierPages + visit.pageCount,
    earlierVisibleMs: visitor.earlierVisibleMs + visibleMsAt(visit, now, visitTimeoutMs),
    firstVisitAt: visitor.firstVisitAt ?? visit.startedAt,
    lastVisitAt: visit.startedAt,
    firstReferrer: visitor.firstReferrer ?? visit.source.referrerHost ?? 'direct',
    earlierPageUrls: mergePages(visitor.earlierPageUrls, visit.pages),
    earlierRevenue: visitor.earlierRevenue + visit.revenue,
  };
}

/** Addresses of earlier and newer pages, each once, the newest that are kept. */
export function mergePages(earlier: readonly string[], newer: readonly string[]): readonly string[] {
  const fresh = new Set(newer);
  return [...earlier.filter((url) => !fresh.has(url)), ...fresh].slice(-maxEarlierPages);
}
