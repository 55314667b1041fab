import type { RuleSet } from './compile-rules.ts';
import type { Effect } from './effect.ts';
import { endVisit, timePage } from './end-visit.ts';
import type { VisitEvent } from './event.ts';
import { findVisitorExclusion, isPageExcluded } from './exclusions.ts';
import { putTab, resumeTab } from './follow-tabs.ts';
import { maxPagesKept } from './judge-page.ts';
import { readPageAddress } from './page-pattern.ts';
import { quietly, type Step } from './step.ts';
import { withTabs } from './visible-time.ts';
import type { PageViewFact, Tab, Visit } from './visit.ts';
import { hasOpened } from './visit-state.ts';

/** A hit. */
export type PageViewed = Extract<VisitEvent, { type: 'page.viewed' }>;

/**
 * Takes a page view, in the order of rules.md section 1: spider, exclusions, the visit, the page. `visit` is the one it
 * comes in, if that goes on; `earlierVisits` is what the visitor is known to have had before a new one.
 */
export function viewPage(
  visit: Visit | null,
  event: PageViewed,
  rules: RuleSet,
  earlierVisits: number,
): Step<Visit | null> {
  const { visitTimeoutMs } = rules.source;
  if (event.spider !== null) return { visit, effects: [{ type: 'spider.seen', name: event.spider, url: event.url }] };

  const exclusion = findExclusion(visit, event, rules);
  if (exclusion !== null) {
    const ended = visit === null ? [] : endVisit(visit, event.at, visitTimeoutMs);
    return { visit: null, effects: [...ended, { type: 'visitor.excluded', list: exclusion.list }] };
  }

  const known = visit?.tabs[event.tab];
  if (visit !== null && known !== undefined && event.n <= known.n) {
    const tab = resumeTab(known, event.nodeId, event.at, visitTimeoutMs);
    return quietly(withTabs(visit, { ...visit.tabs, [event.tab]: tab }, event.at, visitTimeoutMs));
  }

  const isExcluded = event.wasExcluded === true || isPageExcluded(rules.exclusions, readPageAddress(event.url));
  const begun = visit ?? beginVisit(event, earlierVisits);
  const left = known === undefined ? [] : timePage(known, event.at, visitTimeoutMs);
  const shown = putTab(begun, event.tab, newTab(event, known, isExcluded), event.at, visitTimeoutMs);
  const seen: Visit = {
    ...shown.visit,
    lastHitAt: Math.max(begun.lastHitAt, event.at),
    lastActivityAt: Math.max(begun.lastActivityAt, event.at),
  };
  const timed = [...left, ...shown.effects];
  if (isExcluded) return { visit: seen, effects: [...timed, { type: 'page.excluded', url: event.url }] };
  const opened: Effect[] = hasOpened(begun) ? [] : [{ type: 'visit.opened', visitId: begun.id }];
  const recorded: Effect = {
    type: 'page.recorded',
    pageViewId: event.ids.pageView,
    url: event.url,
    title: event.title,
  };
  return {
    visit: recordPage(hasOpened(begun) ? seen : openVisit(seen, event), event),
    effects: [...timed, ...opened, recorded],
  };
}

function findExclusion(visit: Visit | null, event: PageViewed, { exclusions }: RuleSet) {
  return (
    findVisitorExclusion(exclusions, event.source, event.place) ??
    (visit === null ? null : findVisitorExclusion(exclusions, visit.source, visit.place))
  );
}

/** A visit as it is before any page of it is recorded: it keeps where the visitor came from. */
function beginVisit(event: PageViewed, earlierVisits: number): Visit {
  const visitor = { ...event.visitor, earlierVisits: Math.max(event.visitor.earlierVisits, earlierVisits) };
  return {
    format: 1,
    id: event.ids.visit,
    siteId: event.siteId,
    visitorId: event.visitorId,
    visitNumber: visitor.earlierVisits + 1,
    startedAt: event.at,
    lastHitAt: event.at,
    lastActivityAt: event.at,
    disconnectedAt: null,
    visitor,
    source: event.source,
    place: event.place,
    technology: event.technology,
    entryPage: '',
    page: { id: '', at: event.at, url: '', title: '' },
    pageCount: 0,
    pages: [],
    visibleMs: 0,
    tabs: {},
    events: {},
    revenue: 0,
    booked: [],
    reportedCost: null,
    fired: {},
    trueRules: [],
    isNewProspect: false,
    customer: null,
    alertId: null,
    alertWaitsUntil: null,
    invitation: null,
    invited: {},
    suppressed: {},
    chat: null,
    chatWish: null,
  };
}

/** The visit opens at the first page that is not excluded, and keeps its referrer (rules.md section 4). */
function openVisit(visit: Visit, event: PageViewed): Visit {
  return {
    ...visit,
    startedAt: event.at,
    entryPage: event.url,
    // Where the visitor came from, the first page told; its campaign fields are its own.
    source: { ...visit.source, utm: event.source.utm },
    visitor: {
      ...visit.visitor,
      firstVisitAt: visit.visitor.firstVisitAt ?? event.at,
      firstReferrer: visit.visitor.firstReferrer ?? visit.source.referrerHost ?? 'direct',
    },
  };
}

function recordPage(visit: Visit, event: PageViewed): Visit {
  const page: PageViewFact = { id: event.ids.pageView, at: event.at, url: event.url, title: event.title };
  // A report kept while offline can come after newer ones.
  const isNewest = !hasOpened(visit) || event.at >= visit.page.at;
  return {
    ...visit,
    page: isNewest ? page : visit.page,
    pageCount: visit.pageCount + 1,
    pages: [...visit.pages.filter((url) => url !== event.url), event.url].slice(-maxPagesKept),
  };
}

function newTab(event: PageViewed, known: Tab | undefined, isExcluded: boolean): Tab {
  return {
    pageViewId: isExcluded ? null : event.ids.pageView,
    url: isExcluded ? '' : event.url,
    title: isExcluded ? '' : event.title,
    visibleSince: event.visible && !isExcluded ? event.at : null,
    visibleMs: 0,
    n: event.n,
    // A report by HTTP while the socket is open does not close it.
    nodeId: event.nodeId ?? known?.nodeId ?? null,
    lostAt: null,
    seenAt: event.at,
  };
}
