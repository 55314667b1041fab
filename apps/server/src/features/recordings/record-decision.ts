import { assertNever } from '@foyer/protocol/assert-never';
import type { Effect } from '@foyer/rules/effect';
import type { VisitEvent } from '@foyer/rules/event';
import { unknownVisitor } from '@foyer/rules/unknown-visitor';
import type { Visit, VisitorFacts } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import { nextOrderNumber } from './order-number.ts';
import { pageFlags, type RecordedType, recordedTypes, shortId, writeCircumstances } from './recorded-body.ts';

/** A row of `recorded_event`; its body becomes JSON when it is written. */
export interface RecordedRow {
  readonly site_id: string;
  readonly visit_id: string;
  readonly n: number;
  readonly body: readonly unknown[];
}

/** An event, with what was made of it. */
export interface DecidedEvent {
  readonly event: VisitEvent;
  readonly before: Visit | null;
  readonly after: Visit | null;
  readonly effects: readonly Effect[];
  /** The visit before it was built again from what is stored. */
  readonly isRestored: boolean;
}

const codes = new Map(recordedTypes.map((type, code) => [type, code]));

/** What has to be kept of an event so that it can be decided on again; nothing of what no rule can see. */
export function recordDecision(decided: DecidedEvent): RecordedRow[] {
  const { event, before, after, isRestored } = decided;
  const visit = after ?? before;
  if (visit === null || !hasOpened(visit) || !isWorthRecording(decided)) return [];
  const row = (type: RecordedType, own: readonly unknown[]): RecordedRow => ({
    site_id: event.siteId,
    visit_id: visit.id,
    n: nextOrderNumber(),
    body: [codes.get(type), event.at, circumstancesOf(decided, visit), ...own],
  });
  const recorded = row(event.type, bodyOf(event, decided));
  return isRestored && before?.id === visit.id ? [row('visit.restored', []), recorded] : [recorded];
}

/** What changes a visit, or makes rules look at it anew. Time is not kept: a replay knows by itself when rules wait for it. */
function isWorthRecording({ event, before, after, effects }: DecidedEvent): boolean {
  switch (event.type) {
    case 'page.viewed':
      return event.spider === null;
    case 'clock':
    case 'invite.shown':
    case 'invite.accepted':
    case 'invite.declined':
    case 'invite.timedOut':
      return effects.length > 0;
    case 'activity.seen':
      // As long as a page is connected, that it is there says more.
      return Object.values(after?.tabs ?? {}).every(({ nodeId }) => nodeId === null);
    case 'page.hidden':
    case 'page.visible':
    case 'page.left':
    case 'tab.connected':
    case 'tab.disconnected':
    case 'nodes.changed':
    case 'customer.undone':
    case 'staff.changed':
    case 'rules.changed':
      return before !== after || effects.length > 0;
    default:
      return true;
  }
}

function circumstancesOf({ event, effects }: DecidedEvent, visit: Visit) {
  let sent: string | null = null;
  for (const effect of effects) if (effect.type === 'invite.sent') sent = effect.inviteId;
  return writeCircumstances({ staff: event.staff, isBlocked: visit.visitor.isBlocked, sent });
}

function bodyOf(event: VisitEvent, decided: DecidedEvent): readonly unknown[] {
  switch (event.type) {
    case 'page.viewed':
      return bodyOfPage(event, decided);
    case 'page.hidden':
    case 'page.visible':
    case 'page.left':
    case 'exit.intended':
      return [shortId(event.tab)];
    case 'tab.connected':
    case 'tab.disconnected':
      return [shortId(event.tab), shortId(event.nodeId)];
    case 'nodes.changed':
      return [event.nodeIds.map(shortId)];
    case 'revenue.reported':
      return [...pageOf(event), event.amount, event.currency, event.orderId, event.isOrderKnown ? 1 : 0];
    case 'cost.reported':
      return [...pageOf(event), event.amount];
    case 'event.happened':
      return [...pageOf(event), event.name];
    case 'page.scrolled':
      return [shortId(event.tab), event.depth];
    case 'facts.arrived':
      return [event.hostName];
    case 'contact.changed': {
      const { name, company, email, phone, variables } = event;
      return [{ name, company, email, phone, variables }];
    }
    case 'invite.requested':
      return [event.inviteId, event.source];
    case 'invite.shown':
    case 'invite.accepted':
    case 'invite.declined':
    case 'invite.timedOut':
      return [decided.before?.invitation?.inviteId ?? ''];
    case 'chat.changed':
      return event.chat === null ? [] : [shortId(event.chat.id), event.chat.state];
    case 'chat.wished':
      return [event.wish];
    case 'survey.answered': {
      const { answers, isNew, department, skill } = event;
      return [answers, isNew ? 1 : 0, department, skill];
    }
    case 'chat.classified':
      return [event.lastWrapUp, event.lastRating, event.tags];
    case 'activity.seen':
    case 'customer.undone':
    case 'staff.changed':
    case 'rules.changed':
    case 'clock':
      return [];
    default:
      return assertNever(event);
  }
}

function pageOf({ tab, n }: { tab: string | null; n: number | null }): readonly unknown[] {
  return [tab === null ? 0 : shortId(tab), n];
}

/** Address and title stand with the page view; source, place and technology with the visit. */
function bodyOfPage(
  event: Extract<VisitEvent, { type: 'page.viewed' }>,
  { before, after, effects }: DecidedEvent,
): readonly unknown[] {
  const isRecorded = effects.some(({ type }) => type === 'page.recorded');
  const isOpening = effects.some(({ type }) => type === 'visit.opened');
  const isBegun = isOpening && before !== null && before.id === after?.id;
  const isExcluded = effects.some(({ type }) => type === 'page.excluded' || type === 'visitor.excluded');
  const own = isOpening ? null : ownOrigin(event, after ?? before);
  const flags =
    (event.visible ? pageFlags.visible : 0) |
    (isExcluded ? pageFlags.excluded : 0) |
    (isRecorded || isExcluded ? 0 : pageFlags.repeat) |
    (isOpening ? pageFlags.opening : 0) |
    (isOpening && before === null ? pageFlags.stored : 0) |
    (isBegun ? pageFlags.begun : 0) |
    (own === null ? 0 : pageFlags.own) |
    (isOpening && after?.place.hostName !== undefined ? pageFlags.hostNameKnown : 0);
  const body: unknown[] = [shortId(event.tab), event.n, event.nodeId === null ? 0 : shortId(event.nodeId), flags];
  if (isOpening) body.push(whatIsKnown((isBegun ? before : after)?.visitor ?? unknownVisitor));
  if (isBegun) body.push(begunVisit(before));
  if (own !== null) body.push(own);
  return body;
}

/** Where a later page of a visit came from, as far as that could keep it out; null: from where the visit did, or the page before. */
function ownOrigin(
  { source, place }: Extract<VisitEvent, { type: 'page.viewed' }>,
  visit: Visit | null,
): readonly unknown[] | null {
  const { referrer, referrerHost, searchPhrase, utm } = source;
  const isSamePlace = visit !== null && place.address === visit.place.address && place.country === visit.place.country;
  const hasSource = referrer !== null || referrerHost !== null || searchPhrase !== null || utm.term !== null;
  const isSameSource = visit?.source.referrer === referrer && visit.source.utm.term === utm.term;
  if (isSamePlace && (!hasSource || isSameSource)) return null;
  return [referrer, referrerHost, searchPhrase, utm.term, place.address, place.country];
}

/** What is known of a visitor, as far as it is more than nothing; 0: it is not. Pages stand with their visits. */
function whatIsKnown(facts: VisitorFacts): 0 | Partial<VisitorFacts> {
  const known = Object.entries(facts).filter(
    ([name, value]) =>
      name !== 'earlierPageUrls' &&
      // Worth a look only where it can be a list or a map that is as empty as that of somebody unknown.
      !isNothing(value, unknownVisitor[name as keyof VisitorFacts]),
  );
  return known.length === 0 ? 0 : (Object.fromEntries(known) as Partial<VisitorFacts>);
}

function isNothing(value: unknown, nothing: unknown): boolean {
  if (value === nothing) return true;
  if (typeof nothing !== 'object' || nothing === null || typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === 0;
}

/** A visit that has not opened, in which tabs and nodes have their short ids. */
function begunVisit(visit: Visit): unknown {
  const { lastHitAt, lastActivityAt, disconnectedAt, chat, chatWish, startedAt } = visit;
  const tabs = Object.entries(visit.tabs).map(([id, tab]) => [
    shortId(id),
    { ...tab, nodeId: tab.nodeId === null ? null : shortId(tab.nodeId) },
  ]);
  return {
    startedAt,
    lastHitAt,
    lastActivityAt,
    disconnectedAt,
    tabs: Object.fromEntries(tabs),
    chat: chat && { id: shortId(chat.id), state: chat.state },
    chatWish,
  };
}
