import type { Effect } from './effect.ts';
import { isOnScreen } from './invites.ts';
import { tabVisibleMsAt, visibleMsAt } from './visible-time.ts';
import type { Tab, Visit } from './visit.ts';
import { hasOpened, lastSignOfLife } from './visit-state.ts';

/** What follows when a visit is over: its pages are timed, an unanswered invite is closed. A visit that never opened ends unseen. */
export function endVisit(visit: Visit, now: number, visitTimeoutMs: number): Effect[] {
  if (!hasOpened(visit)) return [];
  const effects = Object.values(visit.tabs).flatMap((tab) => timePage(tab, now, visitTimeoutMs));
  if (isOnScreen(visit.invitation)) {
    const { id, inviteId, state } = visit.invitation;
    effects.push({ type: state === 'shown' ? 'invite.timedOut' : 'invite.withdrawn', invitationId: id, inviteId });
  }
  effects.push({
    type: 'visit.ended',
    visitId: visit.id,
    at: lastSignOfLife(visit, now),
    pageCount: visit.pageCount,
    visibleMs: visibleMsAt(visit, now, visitTimeoutMs),
  });
  return effects;
}

/** The final time of the page view that a tab leaves; nothing for an excluded page. */
export function timePage(tab: Tab, now: number, visitTimeoutMs: number): Effect[] {
  if (tab.pageViewId === null) return [];
  return [{ type: 'page.timed', pageViewId: tab.pageViewId, visibleMs: tabVisibleMsAt(tab, now, visitTimeoutMs) }];
}
