import { abandonInvite } from './answer-invite.ts';
import { timePage } from './end-visit.ts';
import { quietly, type Step } from './step.ts';
import { withTabs, withVisibility } from './visible-time.ts';
import type { Tab, Visit } from './visit.ts';
import { hasOpened } from './visit-state.ts';

/** More open pages than this are no reader's: the one not heard of for longest is dropped. */
const maxTabs = 50;

/** Puts a tab in, or in place of its former self. */
export function putTab(visit: Visit, id: string, tab: Tab, now: number, visitTimeoutMs: number): Step {
  const tabs = { ...visit.tabs, [id]: tab };
  const [oldest] = Object.entries(visit.tabs).sort(([, a], [, b]) => (a.lostAt ?? a.seenAt) - (b.lostAt ?? b.seenAt));
  if (Object.keys(tabs).length <= maxTabs || oldest === undefined)
    return quietly(withTabs(visit, tabs, now, visitTimeoutMs));
  const { [oldest[0]]: dropped, ...kept } = tabs;
  return {
    visit: withTabs(visit, kept, now, visitTimeoutMs),
    effects: dropped === undefined ? [] : timePage(dropped, now, visitTimeoutMs),
  };
}

/** The page of a tab was hidden or became visible. */
export function changeVisibility(
  visit: Visit,
  id: string,
  visible: boolean,
  now: number,
  visitTimeoutMs: number,
): Visit {
  const tab = visit.tabs[id];
  if (tab === undefined) return visit;
  const next = withVisibility(resumeTab(tab, null, now, visitTimeoutMs), visible, now, visitTimeoutMs);
  return withTabs(visit, { ...visit.tabs, [id]: next }, now, visitTimeoutMs);
}

/** The page of a tab was left for good. */
export function leaveTab(visit: Visit, id: string, now: number, visitTimeoutMs: number): Step {
  const { [id]: tab, ...others } = visit.tabs;
  if (tab === undefined) return quietly(visit);
  const left = withTabs(visit, others, now, visitTimeoutMs);
  const abandoned = Object.values(others).every(({ lostAt }) => lostAt !== null)
    ? abandonInvite(left, now)
    : quietly(left);
  return { visit: abandoned.visit, effects: [...timePage(tab, now, visitTimeoutMs), ...abandoned.effects] };
}

/**
 * The connection of a tab came back on a node. A tab that is not known was there before the visit's hot state was lost:
 * it shows the newest page as far as anybody knows, whose time is not counted twice.
 */
export function connectTab(visit: Visit, id: string, nodeId: string, now: number, visitTimeoutMs: number): Visit {
  const tab = visit.tabs[id] ?? findLostTab(visit, now);
  if (tab === null) return visit;
  return withTabs(visit, { ...visit.tabs, [id]: resumeTab(tab, nodeId, now, visitTimeoutMs) }, now, visitTimeoutMs);
}

function findLostTab(visit: Visit, now: number): Tab | null {
  if (!hasOpened(visit) || Object.keys(visit.tabs).length >= maxTabs) return null;
  const { url, title } = visit.page;
  return {
    pageViewId: null,
    url,
    title,
    visibleSince: now,
    visibleMs: 0,
    n: 0,
    nodeId: null,
    lostAt: now,
    seenAt: now,
  };
}

/** The connections that meet the test broke: their tabs may come back, but are not there now. */
export function loseTabs(
  visit: Visit,
  isLost: (tab: Tab, id: string) => boolean,
  now: number,
  visitTimeoutMs: number,
): Visit {
  const lost = Object.entries(visit.tabs).filter(([id, tab]) => tab.nodeId !== null && isLost(tab, id));
  if (lost.length === 0) return visit;
  const tabs = Object.fromEntries(lost.map(([id, tab]) => [id, { ...tab, nodeId: null, lostAt: now }]));
  return withTabs(visit, { ...visit.tabs, ...tabs }, now, visitTimeoutMs);
}

/** A tab that has been heard of again. What passed while its connection was broken counts as hidden: nobody knows. */
export function resumeTab(tab: Tab, nodeId: string | null, now: number, visitTimeoutMs: number): Tab {
  const found = withVisibility(tab, tab.visibleSince !== null, now, visitTimeoutMs);
  return { ...found, nodeId: nodeId ?? tab.nodeId, lostAt: null, seenAt: Math.max(now, tab.seenAt) };
}
