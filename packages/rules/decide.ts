import { assertNever } from '@foyer/protocol/assert-never';
import { slowFactLimitMs } from './alerts.ts';
import { answerInvite, withdrawInvite } from './answer-invite.ts';
import { changeContact } from './change-contact.ts';
import type { RuleSet } from './compile-rules.ts';
import type { Effect } from './effect.ts';
import { endVisit } from './end-visit.ts';
import type { VisitEvent } from './event.ts';
import { findVisitorExclusion } from './exclusions.ts';
import { type EvaluationScope, findAutoSends } from './find-auto-sends.ts';
import { findWakeAt } from './find-wake-at.ts';
import { fireProspects } from './fire-prospects.ts';
import { changeVisibility, connectTab, leaveTab, loseTabs } from './follow-tabs.ts';
import { sendInvites, type WantedInvite } from './send-invites.ts';
import { settleAlert } from './settle-alert.ts';
import { quietly, type Step } from './step.ts';
import { takeCost, takeCustomEvent, takeReading, takeRevenue } from './take-report.ts';
import { takeSurvey } from './take-survey.ts';
import { viewPage } from './view-page.ts';
import type { Visit } from './visit.ts';
import { disconnectedSince, expiresAt, hasOpened } from './visit-state.ts';

/** What an event comes to. */
export interface Decision {
  /** The next visit; null: no visit (excluded before one opened, spider, or ended). */
  readonly visit: Visit | null;
  readonly effects: readonly Effect[];
  /** The next instant at which time alone could change something (left after 45 s, idle, time-out, slow-fact limit, timed condition); null: none. */
  readonly wakeAt: number | null;
}

/**
 * The one function of the engine: a visit (null: none is going on), what happens to it, and the site's configuration in;
 * the next visit and all that follows out. Pure, so that a simulation or an explanation is the same call.
 */
export function decide(visit: Visit | null, event: VisitEvent, rules: RuleSet): Decision {
  const { visitTimeoutMs } = rules.source;
  const isOver = visit !== null && event.at > expiresAt(visit, visitTimeoutMs);
  const ended = isOver ? endVisit(visit, event.at, visitTimeoutMs) : [];
  const taken = takeEvent(isOver ? null : visit, event, rules, visit?.visitNumber ?? 0);
  if (taken.visit === null) return { visit: null, effects: [...ended, ...taken.effects], wakeAt: null };

  const followed = followUp(taken.visit, event, rules, taken.effects);
  const disconnectedAt = disconnectedSince(followed.visit, event.at);
  const next =
    disconnectedAt === followed.visit.disconnectedAt ? followed.visit : { ...followed.visit, disconnectedAt };
  return {
    visit: next,
    effects: [...ended, ...taken.effects, ...followed.effects],
    wakeAt: findWakeAt({ visit: next, at: event.at, staff: event.staff, site: rules.source }, rules),
  };
}

/** What the event itself changes. `earlierVisits`: the number of the visit that was going on until now. */
function takeEvent(visit: Visit | null, event: VisitEvent, rules: RuleSet, earlierVisits: number): Step<Visit | null> {
  if (event.type === 'page.viewed') return viewPage(visit, event, rules, earlierVisits);
  if (visit === null) {
    if (event.type !== 'revenue.reported') return quietly(null);
    return { visit: null, effects: [{ type: 'revenue.ignored', reason: 'noVisit' }] };
  }
  const { at } = event;
  const { visitTimeoutMs, currency } = rules.source;
  switch (event.type) {
    case 'page.hidden':
      return quietly(changeVisibility(visit, event.tab, false, at, visitTimeoutMs));
    case 'page.visible':
      return quietly(changeVisibility(visit, event.tab, true, at, visitTimeoutMs));
    case 'page.left': {
      const left = leaveTab(visit, event.tab, at, visitTimeoutMs);
      return { ...left, visit: heardOf(left.visit, at) };
    }
    case 'tab.connected':
      return quietly(connectTab(visit, event.tab, event.nodeId, at, visitTimeoutMs));
    case 'tab.disconnected':
      return quietly(loseTabs(visit, (tab, id) => id === event.tab && tab.nodeId === event.nodeId, at, visitTimeoutMs));
    case 'nodes.changed':
      return quietly(
        loseTabs(visit, ({ nodeId }) => nodeId !== null && !event.nodeIds.includes(nodeId), at, visitTimeoutMs),
      );
    case 'activity.seen':
      return quietly({ ...heardOf(visit, at), lastActivityAt: Math.max(visit.lastActivityAt, at) });
    case 'revenue.reported':
      return takeRevenue(visit, event, currency);
    case 'cost.reported':
      return takeCost(visit, event, currency);
    case 'event.happened':
      return takeCustomEvent(visit, event);
    case 'customer.undone':
      return quietly({ ...visit, customer: 'undone', visitor: { ...visit.visitor, isCustomer: false } });
    case 'page.scrolled':
    case 'exit.intended':
      return quietly(takeReading(heardOf(visit, at), event));
    case 'facts.arrived':
      return quietly({ ...visit, place: { ...visit.place, hostName: event.hostName } });
    case 'contact.changed':
      return changeContact(heardOf(visit, at), event);
    case 'invite.shown':
      return answerInvite(visit, event.invitationId, 'shown', at);
    case 'invite.accepted':
      return answerInvite(
        heardOf(visit, at),
        event.invitationId,
        'accepted',
        at,
        (inviteId) => rules.findInvite(inviteId)?.invite.click ?? null,
      );
    case 'invite.declined':
      return answerInvite(heardOf(visit, at), event.invitationId, 'declined', at);
    case 'invite.timedOut':
      return answerInvite(visit, event.invitationId, 'timedOut', at);
    case 'chat.changed':
      return quietly(changeChat(visit, event.chat));
    case 'chat.wished':
      return quietly({ ...visit, chatWish: event.wish });
    case 'chat.classified':
      return quietly({
        ...visit,
        visitor: {
          ...visit.visitor,
          lastWrapUp: event.lastWrapUp,
          lastRating: event.lastRating,
          tags: event.tags,
        },
      });
    case 'survey.answered':
      return quietly(takeSurvey(visit, event));
    case 'rules.changed':
      return applyExclusions(visit, event, rules);
    case 'invite.requested':
    case 'staff.changed':
    case 'clock':
      return quietly(visit);
    default:
      return assertNever(event);
  }
}

/** What follows from it: the alert on the first hit, prospect rules, then invites by precedence. */
function followUp(visit: Visit, event: VisitEvent, rules: RuleSet, taken: readonly Effect[]): Step {
  if (!hasOpened(visit)) return quietly(visit);
  const alert = settleAlert(
    visit,
    event,
    rules,
    taken.some(({ type }) => type === 'visit.opened'),
  );
  // What the alert is became known only now: rules may ask for it.
  const isSettledLate = visit.alertWaitsUntil !== null && alert.visit.alertWaitsUntil === null;
  const scope = isSettledLate ? 'all' : evaluationScope(event, visit, taken);
  const prospects = fireProspects(alert.visit, event, rules, scope);
  const withdrawn = withdrawInvite(prospects.visit, event.staff, event.at);
  const requested: WantedInvite[] =
    event.type === 'invite.requested' ? [{ reference: event.inviteId, source: event.source }] : [];
  const moment = { visit: withdrawn.visit, at: event.at, staff: event.staff, site: rules.source };
  const autoSends = findAutoSends(rules, moment, scope).map(
    ({ invite }): WantedInvite => ({ reference: invite.id, source: 'autoSend' }),
  );
  const sent = sendInvites(withdrawn.visit, event, rules, [
    ...requested,
    ...alert.wanted,
    ...prospects.wanted,
    ...autoSends,
  ]);
  return {
    visit: sent.visit,
    effects: [...alert.effects, ...prospects.effects, ...withdrawn.effects, ...sent.effects],
  };
}

/** The evaluation points of rules.md section 1; at any other event only time can have made a rule true. */
function evaluationScope(event: VisitEvent, visit: Visit, taken: readonly Effect[]): EvaluationScope {
  switch (event.type) {
    case 'page.viewed':
      return taken.some(({ type }) => type === 'page.recorded') ? 'all' : 'timed';
    case 'contact.changed':
    case 'chat.changed':
    case 'chat.wished':
    case 'chat.classified':
    case 'survey.answered':
    case 'revenue.reported':
    case 'cost.reported':
    case 'event.happened':
    case 'page.scrolled':
    case 'exit.intended':
      return 'all';
    // Rules wait for a slow fact no longer than this.
    case 'facts.arrived':
      return event.at <= visit.startedAt + slowFactLimitMs ? 'all' : 'timed';
    default:
      return 'timed';
  }
}

/** A change of the lists takes effect on open visits, too (rules.md section 4). */
function applyExclusions(visit: Visit, event: VisitEvent, rules: RuleSet): Step<Visit | null> {
  const exclusion = findVisitorExclusion(rules.exclusions, visit.source, visit.place);
  if (exclusion === null) return quietly(visit);
  const ended = endVisit(visit, event.at, rules.source.visitTimeoutMs);
  return { visit: null, effects: [...ended, { type: 'visitor.excluded', list: exclusion.list }] };
}

function changeChat(visit: Visit, chat: Visit['chat']): Visit {
  const isNew = chat !== null && chat.id !== visit.chat?.id;
  return { ...visit, chat, visitor: isNew ? { ...visit.visitor, chats: visit.visitor.chats + 1 } : visit.visitor };
}

/** The visitor's page sent something: a sign of life. */
function heardOf(visit: Visit, at: number): Visit {
  return at > visit.lastHitAt ? { ...visit, lastHitAt: at } : visit;
}
