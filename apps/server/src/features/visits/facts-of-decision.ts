import { countByDay, countByReferrer } from '@foyer/rules/count-effects';
import { countByFamily } from '@foyer/rules/count-families';
import type { Effect } from '@foyer/rules/effect';
import { localTime } from '@foyer/rules/site-time';
import { visibleMsAt } from '@foyer/rules/visible-time';
import type { Visit } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import { newId } from '../../http/new-id.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import { outboxRowOf, type QueuedEffect } from './outbox-row-of.ts';

type Row = Record<string, string | number | null>;

/**
 * Something that follows from a fact which can be found twice, by two tabs, two nodes or a visit built again: it counts
 * only if the fact's row, of this id, was new. Null: it counts in any case.
 */
type Guarded<T> = T & { readonly needs: string | null };

/** Rows to be written for one decision, by statement. */
export interface Facts {
  visitors: Row[];
  visits: Row[];
  touches: Row[];
  pageViews: Row[];
  timings: Row[];
  spiderHits: Row[];
  invitations: Row[];
  invitationMoves: Row[];
  customEvents: Row[];
  /** Facts that are recorded once, by their occurrence. */
  firings: Row[];
  customerEntries: Row[];
  revenueEntries: Row[];
  dayTotals: Guarded<{ site_id: string; day: string; counter: string; value: number }>[];
  referrerTotals: Guarded<{ site_id: string; referrer: string; counter: string; value: number }>[];
  /** Added to a visit's and its visitor's sums, minor units. */
  sums: Guarded<{ site_id: string; visit_id: string; visitor_id: string; cost: number; revenue: number }>[];
  /** Entries through paid alerts that ask for click fraud. */
  clicks: Guarded<PaidEntry>[];
  outbox: Guarded<{ row: OutboxRow }>[];
}

/** One entry through a paid alert that watches for click fraud. */
export interface PaidEntry {
  readonly siteId: string;
  readonly day: string;
  readonly at: number;
  readonly alertId: string;
  readonly alertName: string;
  readonly address: string;
  readonly visitId: string;
  readonly visitorId: string;
  readonly entriesPerDay: number;
}

export interface DecisionContext {
  readonly siteId: string;
  readonly visitorId: string;
  readonly at: number;
  readonly timeZone: string;
  readonly siteName: string;
  readonly visitTimeoutMs: number;
  readonly address: string;
  /** The operator who asked for an invite by hand. */
  readonly operatorId: string | null;
  /** The visit before the decision, and after it. */
  readonly before: Visit | null;
  readonly after: Visit | null;
  readonly effects: readonly Effect[];
}

/** Nothing to be written. */
export function noFacts(): Facts {
  return {
    visitors: [],
    visits: [],
    touches: [],
    pageViews: [],
    timings: [],
    spiderHits: [],
    invitations: [],
    invitationMoves: [],
    customEvents: [],
    firings: [],
    customerEntries: [],
    revenueEntries: [],
    dayTotals: [],
    referrerTotals: [],
    sums: [],
    clicks: [],
    outbox: [],
  };
}

/** What a decision leaves: rows, and which firing each rule's further effects hang on. */
export interface DecisionFacts {
  readonly facts: Facts;
  /** Id of the firing's row, by rule id. */
  readonly firingOf: ReadonlyMap<string, string>;
}

/** Translates a decision into the rows that record it. */
export function factsOfDecision(context: DecisionContext): DecisionFacts {
  const { siteId, visitorId, at, before, after, effects } = context;
  const facts = noFacts();
  const firingOf = new Map<string, string>();
  const { timeZone } = context;
  const dayOf = (visit: Visit) => localTime(visit.startedAt, timeZone).date;
  const count = (effect: Effect, needs: string | null, visit: Visit | null) => {
    for (const one of countByDay(effect, { at, timeZone, visit }))
      facts.dayTotals.push({ site_id: siteId, ...one, needs });
    for (const one of countByFamily(effect, { at, timeZone, visit, before }))
      facts.dayTotals.push({ site_id: siteId, ...one, needs });
    const referrer = visit?.visitor.firstReferrer ?? null;
    if (referrer === null) return;
    for (const one of countByReferrer(effect)) facts.referrerTotals.push({ site_id: siteId, referrer, ...one, needs });
  };
  /** Records that a rule came true; what follows from it hangs on this row. */
  const fire = (
    visit: Visit,
    rule: { kind: string; id: string; name: string; version: number },
    occurrence: string,
    why: unknown,
    shadow: boolean,
  ): string => {
    const id = newId();
    facts.firings.push({
      site_id: siteId,
      id,
      rule_kind: rule.kind,
      rule_id: rule.id,
      rule_version: rule.version,
      rule_name: rule.name,
      visitor_id: visitorId,
      visit_id: visit.id,
      at,
      shadow: shadow ? 1 : 0,
      occurrence,
      explanation: JSON.stringify(why),
    });
    if (!shadow) firingOf.set(rule.id, id);
    return id;
  };
  const tell = (effect: QueuedEffect) => {
    if (after)
      facts.outbox.push({
        row: outboxRowOf(effect, { siteId, siteName: context.siteName, at, visit: after }),
        needs: firingOf.get(effect.rule.id) ?? null,
      });
  };
  let paidAlert = false;
  let isVisitChanged = false;
  let isVisitorChanged = false;
  let pagesAdded = 0;
  let explanation: string | null = null;
  let alertName: string | null = null;

  for (const effect of effects) {
    switch (effect.type) {
      case 'spider.seen':
        facts.spiderHits.push({
          site_id: siteId,
          id: newId(),
          at,
          name: effect.name,
          url: effect.url,
          address: context.address,
        });
        count(effect, null, null);
        break;
      case 'visit.opened':
        isVisitChanged = true;
        isVisitorChanged = true;
        count(effect, null, after);
        break;
      case 'visit.ended':
        if (before) {
          const ended = { ...before, tabs: {}, visibleMs: effect.visibleMs, pageCount: effect.pageCount };
          facts.visits.push(visitRow(ended, context, { endedAt: effect.at }));
          // What was read after the last hit belongs to the visitor, too.
          facts.visitors.push(visitorRow(ended, context));
        }
        break;
      case 'page.recorded':
        pagesAdded += 1;
        count(effect, null, after);
        if (after)
          facts.pageViews.push({
            site_id: siteId,
            id: effect.pageViewId,
            visit_id: after.id,
            visitor_id: visitorId,
            at,
            url: effect.url,
            title: effect.title,
            visible_ms: 0,
          });
        break;
      case 'page.timed':
        facts.timings.push({ site_id: siteId, id: effect.pageViewId, visible_ms: effect.visibleMs });
        break;
      case 'alert.matched':
        isVisitChanged = true;
        explanation = JSON.stringify(effect.explanation);
        alertName = effect.alertName;
        if (after) {
          const rule = { kind: 'alert', id: effect.alertId, name: effect.alertName, version: effect.alertVersion };
          const needs = fire(after, rule, `alert ${after.id}`, effect.explanation, false);
          count(effect, needs, after);
          if (effect.paid !== null) {
            paidAlert = true;
            const { cost, entriesPerDay } = effect.paid;
            facts.sums.push({ site_id: siteId, visit_id: after.id, visitor_id: visitorId, cost, revenue: 0, needs });
            if (entriesPerDay !== null)
              facts.clicks.push({
                siteId,
                day: dayOf(after),
                at,
                alertId: effect.alertId,
                alertName: effect.alertName,
                address: after.place.address,
                visitId: after.id,
                visitorId,
                entriesPerDay,
                needs,
              });
          }
        }
        break;
      case 'prospect.fired':
        isVisitChanged = true;
        isVisitorChanged = true;
        if (after) {
          const rule = { kind: 'prospectRule', id: effect.ruleId, name: effect.ruleName, version: effect.ruleVersion };
          count(effect, fire(after, rule, effect.occurrence, effect.explanation, false), after);
        }
        break;
      case 'customer.flagged':
        isVisitChanged = true;
        isVisitorChanged = true;
        if (after) {
          const id = newId();
          const kind = effect.isNew ? 'new' : 'repeat';
          facts.customerEntries.push({
            site_id: siteId,
            id,
            at,
            day: dayOf(after),
            visitor_id: visitorId,
            visit_id: after.id,
            rule_name: effect.ruleName,
            kind,
            first_referrer: after.visitor.firstReferrer ?? 'direct',
            reason: null,
            operator_id: null,
            occurrence: `${kind} ${after.id}`,
          });
          count(effect, id, after);
        }
        break;
      case 'revenue.booked':
        if (after) {
          const id = newId();
          facts.revenueEntries.push({
            site_id: siteId,
            id,
            at,
            day: localTime(at, timeZone).date,
            visitor_id: visitorId,
            visit_id: after.id,
            amount: effect.amount,
            order_id: effect.orderId,
            first_referrer: after.visitor.firstReferrer ?? 'direct',
            referrer_host: after.source.referrerHost,
            occurrence: effect.key,
          });
          count(effect, id, after);
          const sum = { visit_id: after.id, visitor_id: visitorId, cost: 0, revenue: effect.amount };
          facts.sums.push({ site_id: siteId, ...sum, needs: id });
        }
        break;
      case 'cost.booked':
        if (after) {
          count(effect, null, after);
          const sum = { visit_id: after.id, visitor_id: visitorId, cost: effect.amount, revenue: 0 };
          facts.sums.push({ site_id: siteId, ...sum, needs: null });
        }
        break;
      case 'event.recorded':
        if (after)
          facts.customEvents.push({
            site_id: siteId,
            id: newId(),
            at,
            visitor_id: visitorId,
            visit_id: after.id,
            name: effect.name,
          });
        break;
      case 'shadow.matched':
        if (after) {
          const rule = { kind: effect.rule, id: effect.id, name: effect.name, version: effect.version };
          fire(after, rule, effect.occurrence, effect.explanation, true);
        }
        break;
      case 'email.queued':
      case 'sms.queued':
      case 'webhook.queued':
        tell(effect);
        break;
      case 'invite.sent':
        if (after)
          facts.invitations.push(
            invitationRow(context, after, effect, {
              id: effect.invitationId,
              state: 'queued',
              reason: null,
              occurrence: effect.invitationId,
            }),
          );
        count(effect, null, after);
        break;
      case 'invite.suppressed':
        if (after)
          facts.invitations.push(
            invitationRow(context, after, effect, {
              id: newId(),
              state: 'suppressed',
              reason: effect.reason,
              occurrence: `${after.id} ${effect.inviteId} ${effect.source} ${effect.reason}`,
            }),
          );
        break;
      case 'invite.shown':
        facts.invitationMoves.push({
          site_id: siteId,
          id: effect.invitationId,
          state: 'shown',
          shown_at: at,
          ended_at: null,
        });
        break;
      case 'invite.accepted':
        facts.invitationMoves.push({
          site_id: siteId,
          id: effect.invitationId,
          state: 'accepted',
          shown_at: null,
          ended_at: at,
        });
        count(effect, null, after);
        break;
      case 'invite.declined':
      case 'invite.timedOut':
      case 'invite.withdrawn':
        facts.invitationMoves.push({
          site_id: siteId,
          id: effect.invitationId,
          state: effect.type.slice('invite.'.length),
          shown_at: null,
          ended_at: at,
        });
        break;
      case 'contact.changed':
        isVisitorChanged = true;
        break;
      case 'visitor.excluded':
      case 'page.excluded':
      case 'popup.sent':
      case 'revenue.ignored':
      case 'facts.wanted':
        break;
    }
  }

  if (after && hasOpened(after)) {
    const hostNameArrived = before?.id === after.id && before.place.hostName !== after.place.hostName;
    if (isVisitChanged || hostNameArrived)
      facts.visits.push(visitRow(after, context, { explanation, alertName, paidAlert }));
    else if (pagesAdded > 0)
      facts.touches.push({
        site_id: siteId,
        id: after.id,
        last_hit_at: after.lastHitAt,
        exit_page: after.page.url,
        page_count: after.pageCount,
        visible_ms: visibleMsAt(after, at, context.visitTimeoutMs),
      });
    if (isVisitorChanged || pagesAdded > 0) facts.visitors.push(visitorRow(after, context));
  }
  return { facts, firingOf };
}

function visitorRow(visit: Visit, { at, visitTimeoutMs }: DecisionContext): Row {
  const { visitor } = visit;
  return {
    site_id: visit.siteId,
    id: visit.visitorId,
    first_visit_at: visitor.firstVisitAt ?? visit.startedAt,
    last_visit_at: visit.startedAt,
    first_referrer: visitor.firstReferrer ?? visit.source.referrerHost ?? 'direct',
    visit_count: visit.visitNumber,
    page_count: visitor.earlierPages + visit.pageCount,
    visible_ms: visitor.earlierVisibleMs + visibleMsAt(visit, at, visitTimeoutMs),
    name: visitor.name,
    company: visitor.company,
    email: visitor.email,
    phone: visitor.phone,
    variables: JSON.stringify(visitor.variables),
    is_prospect: visitor.isProspect ? 1 : 0,
    is_customer: visitor.isCustomer ? 1 : 0,
    is_blocked: visitor.isBlocked ? 1 : 0,
    chat_count: visitor.chats,
  };
}

function visitRow(
  visit: Visit,
  { at, visitTimeoutMs }: DecisionContext,
  more: { endedAt?: number; explanation?: string | null; alertName?: string | null; paidAlert?: boolean },
): Row {
  const { source, place, technology } = visit;
  return {
    site_id: visit.siteId,
    id: visit.id,
    visitor_id: visit.visitorId,
    visit_number: visit.visitNumber,
    started_at: visit.startedAt,
    last_hit_at: visit.lastHitAt,
    ended_at: more.endedAt ?? null,
    page_count: visit.pageCount,
    visible_ms: visibleMsAt(visit, at, visitTimeoutMs),
    entry_page: visit.entryPage,
    exit_page: visit.page.url,
    first_referrer: visit.visitor.firstReferrer ?? source.referrerHost ?? 'direct',
    referrer: source.referrer,
    referrer_host: source.referrerHost,
    referring_site: source.referringSite,
    is_search: source.isSearch ? 1 : 0,
    search_phrase: source.searchPhrase,
    utm_source: source.utm.source,
    utm_medium: source.utm.medium,
    utm_campaign: source.utm.campaign,
    utm_term: source.utm.term,
    utm_content: source.utm.content,
    address: place.address,
    host_name: place.hostName ?? null,
    country: place.country,
    region: place.region,
    city: place.city,
    organisation: place.organisation,
    own_organisation: place.ownOrganisation === null ? null : place.ownOrganisation ? 1 : 0,
    language: technology.language,
    time_zone: technology.timeZone,
    browser: technology.browser,
    os: technology.os,
    device: technology.device,
    screen_width: technology.screenWidth,
    alert_id: more.alertName === null || more.alertName === undefined ? null : visit.alertId,
    alert_name: more.alertName ?? null,
    alert_explanation: more.explanation ?? null,
    alert_paid: more.paidAlert ? 1 : 0,
    is_prospect: Object.keys(visit.fired).some((key) => !key.startsWith('shadow ')) ? 1 : 0,
    is_new_prospect: visit.isNewProspect ? 1 : 0,
    customer: visit.customer === 'undone' ? null : visit.customer,
  };
}

function invitationRow(
  context: DecisionContext,
  visit: Visit,
  effect: { inviteId: string; inviteName: string; source: string },
  own: { id: string; state: string; reason: string | null; occurrence: string },
): Row {
  return {
    site_id: context.siteId,
    id: own.id,
    visit_id: visit.id,
    visitor_id: visit.visitorId,
    invite_id: effect.inviteId,
    invite_name: effect.inviteName,
    source: effect.source,
    occurrence: own.occurrence,
    state: own.state,
    reason: own.reason,
    operator_id: effect.source === 'operator' ? context.operatorId : null,
    queued_at: context.at,
    shown_at: null,
    ended_at: own.state === 'suppressed' ? context.at : null,
  };
}
