import type { Effect } from '@foyer/rules/effect';
import type { Visit } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import { newId } from '../../http/new-id.ts';
import { localDay } from './local-day.ts';

type Row = Record<string, string | number | null>;

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
  dayTotals: { site_id: string; day: string; counter: string; value: number }[];
}

export interface DecisionContext {
  readonly siteId: string;
  readonly visitorId: string;
  readonly at: number;
  readonly timeZone: string;
  readonly address: string;
  /** The operator who asked for an invite by hand. */
  readonly operatorId: string | null;
  /** The visit before the decision, and after it. */
  readonly before: Visit | null;
  readonly after: Visit | null;
  readonly effects: readonly Effect[];
}

/** Translates a decision into the rows that record it. */
export function factsOfDecision(context: DecisionContext): Facts {
  const { siteId, visitorId, at, before, after, effects } = context;
  const facts: Facts = {
    visitors: [],
    visits: [],
    touches: [],
    pageViews: [],
    timings: [],
    spiderHits: [],
    invitations: [],
    invitationMoves: [],
    dayTotals: [],
  };
  const day = localDay(at, context.timeZone);
  const count = (counter: string, onDay = day) =>
    facts.dayTotals.push({ site_id: siteId, day: onDay, counter, value: 1 });
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
        count('spiders');
        break;
      case 'visit.opened':
        isVisitChanged = true;
        isVisitorChanged = true;
        count('visits');
        count(after?.visitNumber === 1 ? 'newVisitors' : 'returningVisitors');
        break;
      case 'visit.ended':
        if (before)
          facts.visits.push(
            visitRow({ ...before, visibleMs: effect.visibleMs, pageCount: effect.pageCount }, { endedAt: effect.at }),
          );
        break;
      case 'page.recorded':
        pagesAdded += 1;
        count('pageViews');
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
        // Visits belong to the day on which they began.
        count(`alert:${effect.alertId}`, localDay(after?.startedAt ?? at, context.timeZone));
        count('alertsFree', localDay(after?.startedAt ?? at, context.timeZone));
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
        count('invitesSent');
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
        count('invitesAccepted');
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
      case 'shadow.matched':
      case 'popup.sent':
      case 'facts.wanted':
        break;
    }
  }

  if (after && hasOpened(after)) {
    const hostNameArrived = before?.id === after.id && before.place.hostName !== after.place.hostName;
    if (isVisitChanged || hostNameArrived) facts.visits.push(visitRow(after, { explanation, alertName }));
    else if (pagesAdded > 0)
      facts.touches.push({
        site_id: siteId,
        id: after.id,
        last_hit_at: after.lastHitAt,
        page_count: after.pageCount,
        visible_ms: after.visibleMs,
      });
    if (isVisitorChanged || pagesAdded > 0) facts.visitors.push(visitorRow(after));
  }
  return facts;
}

function visitorRow(visit: Visit): Row {
  const { visitor } = visit;
  return {
    site_id: visit.siteId,
    id: visit.visitorId,
    first_visit_at: visitor.firstVisitAt ?? visit.startedAt,
    last_visit_at: visit.startedAt,
    first_referrer: visitor.firstReferrer ?? visit.source.referrerHost ?? 'direct',
    visit_count: visit.visitNumber,
    page_count: visitor.earlierPages + visit.pageCount,
    visible_ms: visitor.earlierVisibleMs + visit.visibleMs,
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
  more: { endedAt?: number; explanation?: string | null; alertName?: string | null },
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
    visible_ms: visit.visibleMs,
    entry_page: visit.entryPage,
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
