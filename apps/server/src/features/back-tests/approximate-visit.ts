import { currencyDigits } from '@foyer/rules/money';
import type { StaffFacts, VisitorFacts } from '@foyer/rules/visit';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import type { Recorded } from '../recordings/read-recorded.ts';
import type { StoredPage } from './replay-visit.ts';

type Row = Selectable<Database['visit']>;
type PageRow = StoredPage & { readonly visible_ms: number };

/** Nothing is known of the staff of then: somebody is taken to have been there. */
const someStaff: StaffFacts = { online: 1, withRoom: 1, queueLength: 0, insideOpeningHours: null };
const variablesSchema = z.record(z.string(), z.string());

/** What must have happened in visits that were not recorded, from what is stored of them: pages in one tab, events, money, chats. */
export async function approximateEvents(
  db: Kysely<Database>,
  { siteId, currency }: { readonly siteId: string; readonly currency: string },
  rows: readonly Row[],
  pagesOf: ReadonlyMap<string, readonly PageRow[]>,
): Promise<ReadonlyMap<string, readonly Recorded[]>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  const visitorIds = [...new Set(rows.map(({ visitor_id }) => visitor_id))];
  const [events, entries, chats] = await Promise.all([
    db
      .selectFrom('custom_event')
      .select(['visit_id', 'at', 'name'])
      .where('site_id', '=', siteId)
      .where('visit_id', 'in', ids)
      .execute(),
    db
      .selectFrom('revenue_entry')
      .select(['visit_id', 'at', 'amount', 'order_id'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .where('visit_id', 'in', ids)
      .execute(),
    db
      .selectFrom('chat')
      .select(['id', 'visit_id', 'requested_at', 'accepted_at', 'ended_at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .execute(),
  ]);
  const digits = currencyDigits(currency);
  const found = new Map<string, Recorded[]>();
  const add = (visitId: string, at: number, what: Recorded['what']) =>
    found.get(visitId)?.push({ at, staff: someStaff, isBlocked: false, sent: null, what });
  for (const row of rows) {
    found.set(row.id, []);
    const pages = pagesOf.get(row.id) ?? [];
    for (const [place, page] of pages.entries()) {
      add(row.id, page.at, pageOf(place));
      const next = pages[place + 1]?.at ?? row.ended_at ?? row.last_hit_at;
      const hiddenAt = page.at + page.visible_ms;
      if (hiddenAt < next) add(row.id, hiddenAt, { type: 'page.hidden', tab: tabOf(place) });
      if (next >= page.at && (place < pages.length - 1 || row.ended_at !== null))
        add(row.id, next, { type: 'page.left', tab: tabOf(place) });
    }
  }
  for (const { visit_id, at, name } of events) add(visit_id, at, { type: 'event.happened', tab: null, n: null, name });
  for (const { visit_id, at, amount, order_id } of entries)
    add(visit_id, at, {
      type: 'revenue.reported',
      tab: null,
      n: null,
      amount: (amount / 10 ** digits).toFixed(digits),
      currency: null,
      orderId: order_id ?? `${visit_id} ${at}`,
      isOrderKnown: false,
    });
  for (const { id, visit_id, requested_at, accepted_at, ended_at } of chats) {
    if (visit_id === null) continue;
    add(visit_id, requested_at, { type: 'chat.changed', chat: { id, state: 'pending' } });
    if (accepted_at !== null) add(visit_id, accepted_at, { type: 'chat.changed', chat: { id, state: 'active' } });
    if (ended_at !== null) add(visit_id, ended_at, { type: 'chat.changed', chat: null });
  }
  // At one instant a page comes before what was left for it, but the first page before all.
  for (const list of found.values()) list.sort((one, other) => one.at - other.at || orderOf(one) - orderOf(other));
  return found;
}

/** What was known of the visitors of such visits when they began: counts and rules of then, contact details of today. */
export async function approximateFacts(
  db: Kysely<Database>,
  siteId: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Partial<VisitorFacts>>> {
  if (rows.length === 0) return new Map();
  const visitorIds = [...new Set(rows.map(({ visitor_id }) => visitor_id))];
  const [visitors, firings, customers, visits, chats, invitations] = await Promise.all([
    db.selectFrom('visitor').selectAll().where('site_id', '=', siteId).where('id', 'in', visitorIds).execute(),
    db
      .selectFrom('firing')
      .select(['visitor_id', 'rule_id', 'rule_name', 'shadow', 'at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .where('rule_kind', '=', 'prospectRule')
      .execute(),
    db
      .selectFrom('customer_entry')
      .select(['visitor_id', 'kind', 'at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .where('kind', '!=', 'repeat')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('visit')
      .select(['visitor_id', 'visit_number', 'started_at', 'page_count', 'visible_ms', 'revenue'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .execute(),
    db
      .selectFrom('chat')
      .select(['visitor_id', 'requested_at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .execute(),
    db
      .selectFrom('invitation')
      .select(['visitor_id', 'invite_id', 'state', 'queued_at', 'shown_at', 'ended_at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', 'in', visitorIds)
      .where('state', '!=', 'suppressed')
      .execute(),
  ]);
  const visitorOf = new Map(visitors.map((visitor) => [visitor.id, visitor]));
  const of = <T extends { readonly visitor_id: string }>(list: readonly T[]) =>
    Map.groupBy(list, ({ visitor_id }) => visitor_id);
  const [firingsOf, customersOf, visitsOf, chatsOf, invitationsOf] = [
    of(firings),
    of(customers),
    of(visits),
    of(chats),
    of(invitations),
  ];
  return new Map(
    rows.map((row) => {
      const id = row.visitor_id;
      const then = row.started_at;
      const visitor = visitorOf.get(id);
      const earlier = (visitsOf.get(id) ?? []).filter(({ visit_number }) => visit_number < row.visit_number);
      const sum = (name: 'page_count' | 'visible_ms' | 'revenue') =>
        earlier.reduce((total, visit) => total + visit[name], 0);
      const fired = (firingsOf.get(id) ?? []).filter(({ at }) => at < then);
      const real = fired.filter(({ shadow }) => shadow === 0);
      const invited = (invitationsOf.get(id) ?? []).filter(({ queued_at }) => queued_at < then);
      const declined = invited.filter(({ state }) => state === 'declined');
      const invites: Record<string, { sent: number; shown: number }> = {};
      for (const { invite_id, state, shown_at } of invited) {
        if (state === 'withdrawn' && shown_at === null) continue;
        const counts = invites[invite_id] ?? { sent: 0, shown: 0 };
        invites[invite_id] = { sent: counts.sent + 1, shown: counts.shown + (shown_at === null ? 0 : 1) };
      }
      const facts: Partial<VisitorFacts> = {
        earlierVisits: row.visit_number - 1,
        earlierPages: sum('page_count'),
        earlierVisibleMs: sum('visible_ms'),
        earlierRevenue: sum('revenue'),
        lastVisitAt: earlier.length === 0 ? null : Math.max(...earlier.map(({ started_at }) => started_at)),
        firstVisitAt: row.visit_number === 1 ? null : (visitor?.first_visit_at ?? null),
        firstReferrer: row.visit_number === 1 ? null : (visitor?.first_referrer ?? null),
        name: visitor?.name ?? null,
        company: visitor?.company ?? null,
        email: visitor?.email ?? null,
        phone: visitor?.phone ?? null,
        variables: variablesSchema.parse(JSON.parse(visitor?.variables ?? '{}')),
        isProspect: real.length > 0,
        prospectTypes: Object.fromEntries(real.map(({ rule_id, rule_name }) => [rule_id, rule_name])),
        shadowTypes: [...new Set(fired.filter(({ shadow }) => shadow === 1).map(({ rule_id }) => rule_id))],
        isCustomer: (customersOf.get(id) ?? []).filter(({ at }) => at < then).at(-1)?.kind === 'new',
        chats: (chatsOf.get(id) ?? []).filter(({ requested_at }) => requested_at < then).length,
        invitesDeclined: declined.length,
        lastDeclinedAt: declined.length === 0 ? null : Math.max(...declined.map(({ ended_at }) => ended_at ?? 0)),
        invites,
      };
      return [row.id, facts];
    }),
  );
}

function tabOf(place: number): string {
  return `page ${place}`;
}

function pageOf(place: number): Recorded['what'] {
  return {
    type: 'page.viewed',
    tab: tabOf(place),
    n: 1,
    // As if connected: nothing is known of its signs of life.
    nodeId: 'stored',
    isVisible: true,
    what: 'recorded',
    opening: place === 0 ? { facts: {}, isStored: true, isHostNameKnown: true, begun: null } : null,
    own: null,
  };
}

function orderOf({ what }: Recorded): number {
  if (what.type === 'page.viewed') return what.opening === null ? 2 : 0;
  return what.type === 'page.left' ? 1 : 3;
}
