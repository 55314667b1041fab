import type { Effect, IgnoredRevenueReason } from './effect.ts';
import type { VisitEvent } from './event.ts';
import { parseAmount } from './money.ts';
import { quietly, type Step } from './step.ts';
import type { Visit } from './visit.ts';
import { hasOpened } from './visit-state.ts';

type EventOf<T extends VisitEvent['type']> = Extract<VisitEvent, { type: T }>;

/** What was booked is remembered for so many orders and page loads of a visit; the ledger knows all. */
const maxBooked = 200;
/** Names of custom events counted per visit; further names are dropped. */
const maxEventNames = 100;

/** Books a reported amount once per order, or once per page load (rules.md section 7). */
export function takeRevenue(visit: Visit, event: EventOf<'revenue.reported'>, currency: string): Step {
  if (isRepeat(visit, event)) return quietly(visit);
  const taken = countReport(visit, event);
  const ignored = (reason: IgnoredRevenueReason): Step => ({
    visit: taken,
    effects: [{ type: 'revenue.ignored', reason }],
  });
  if (!hasOpened(visit)) return ignored('noVisit');
  if (event.currency !== null && event.currency.toUpperCase() !== currency) return ignored('otherCurrency');
  const amount = parseAmount(event.amount, currency);
  if (amount === null || amount === 0) return ignored('invalidAmount');
  const key = event.orderId === null ? `load ${pageLoad(visit, event.tab)}` : `order ${event.orderId}`;
  const isKnown = visit.booked.includes(key) || event.isOrderKnown;
  if (isKnown) return ignored(event.orderId === null ? 'duplicatePageLoad' : 'duplicateOrder');
  return {
    visit: { ...taken, revenue: taken.revenue + amount, booked: [...taken.booked, key].slice(-maxBooked) },
    effects: [{ type: 'revenue.booked', amount, orderId: event.orderId, key }],
  };
}

/** Takes over what a page says that the visitor's coming cost, once per page load. */
export function takeCost(visit: Visit, event: EventOf<'cost.reported'>, currency: string): Step {
  if (isRepeat(visit, event)) return quietly(visit);
  const taken = countReport(visit, event);
  const amount = parseAmount(event.amount, currency);
  const key = `cost ${pageLoad(visit, event.tab)}`;
  if (!hasOpened(visit) || amount === null || amount <= 0 || visit.booked.includes(key)) return quietly(taken);
  const next = {
    ...taken,
    reportedCost: (taken.reportedCost ?? 0) + amount,
    booked: [...taken.booked, key].slice(-maxBooked),
  };
  return { visit: next, effects: [{ type: 'cost.booked', amount }] };
}

/** Counts a custom event. */
export function takeCustomEvent(visit: Visit, event: EventOf<'event.happened'>): Step {
  if (isRepeat(visit, event)) return quietly(visit);
  const taken = countReport(visit, event);
  const { name } = event;
  const isKnown = Object.hasOwn(taken.events, name);
  if (!hasOpened(visit) || (!isKnown && Object.keys(taken.events).length >= maxEventNames)) return quietly(taken);
  const events = { ...taken.events, [name]: (isKnown ? (taken.events[name] ?? 0) : 0) + 1 };
  const recorded: Effect = { type: 'event.recorded', name };
  return { visit: { ...taken, events }, effects: [recorded] };
}

/** Takes over what the visitor does on the newest page; what is said of another one comes too late. */
export function takeReading(visit: Visit, event: EventOf<'page.scrolled' | 'exit.intended'>): Visit {
  if (visit.tabs[event.tab]?.pageViewId !== visit.page.id || !hasOpened(visit)) return visit;
  const { page } = visit;
  if (event.type === 'exit.intended')
    return page.exitIntent ? visit : { ...visit, page: { ...page, exitIntent: true } };
  const scrollDepth = Math.max(page.scrollDepth ?? 0, event.depth);
  return scrollDepth === page.scrollDepth ? visit : { ...visit, page: { ...page, scrollDepth } };
}

/** Whether this numbered report of a tab was taken before: pages send one again until they hear that it is stored. */
function isRepeat(visit: Visit, { tab, n }: { tab: string | null; n: number | null }): boolean {
  const known = tab === null ? undefined : visit.tabs[tab];
  return known !== undefined && n !== null && n <= known.n;
}

function countReport(visit: Visit, { tab, n, at }: { tab: string | null; n: number | null; at: number }): Visit {
  const known = tab === null ? undefined : visit.tabs[tab];
  const heard = at > visit.lastHitAt ? { ...visit, lastHitAt: at } : visit;
  if (tab === null || known === undefined || n === null) return heard;
  return { ...heard, tabs: { ...heard.tabs, [tab]: { ...known, n, seenAt: Math.max(known.seenAt, at) } } };
}

/** What tells one page load of a visit from another. */
function pageLoad(visit: Visit, tab: string | null): string {
  const known = tab === null ? undefined : visit.tabs[tab];
  return `${visit.id} ${known?.pageViewId ?? (known === undefined ? visit.page.id : tab)}`;
}
