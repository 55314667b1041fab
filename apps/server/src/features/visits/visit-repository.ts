import type { Site } from '@foyer/protocol/site';
import { type Invitation, type PageView, type StoredVisit, visitSchema } from '@foyer/protocol/visit';
import { maxPagesKept } from '@foyer/rules/judge-page';
import { unknownVisitor } from '@foyer/rules/unknown-visitor';
import { maxEarlierPages, type Source, type Visit, type VisitorFacts } from '@foyer/rules/visit';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { type ChatFacts, noChatFacts, readChatFacts } from '../chats/chat-facts.ts';

/** Visits of a visitor whose pages rules still know of. */
const visitsRemembered = 100;

const variablesSchema = z.record(z.string(), z.string());

/** A visitor's facts before a visit, and their newest visit if it is still open (hot state was lost). */
export interface KnownVisitor {
  readonly facts: VisitorFacts;
  readonly openVisit: Visit | null;
}

/** Reads what is stored of a visitor. `openSince`: visits whose last hit is older count as ended. */
export async function readVisitor(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  openSince: number,
): Promise<KnownVisitor> {
  const row = await db
    .selectFrom('visitor')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst();
  if (!row) return { facts: unknownVisitor, openVisit: null };
  const [invitations, last, types, chatFacts] = await Promise.all([
    db
      .selectFrom('invitation')
      .select(['invite_id', 'state', 'shown_at', 'ended_at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where(wasSentOrHeldOut)
      .execute(),
    db
      .selectFrom('visit')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('firing')
      .select(['rule_id', 'rule_name', 'shadow'])
      .distinct()
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('rule_kind', '=', 'prospectRule')
      .execute(),
    row.chat_count === 0 ? noChatFacts : readChatFacts(db, siteId, visitorId),
  ]);
  const isOpen = last !== undefined && last.ended_at === null && last.last_hit_at >= openSince;
  const pages = await listPagesBefore(db, siteId, visitorId, isOpen ? last.id : null);
  const facts = toFacts(row, invitations, types, pages, chatFacts);
  return { facts, openVisit: isOpen ? await restoreVisit(db, last, facts) : null };
}

/** Addresses of pages of the visitor's newest visits before one (null: of all), each once, as many as rules remember. */
export async function listPagesBefore(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  visitId: string | null,
): Promise<string[]> {
  let visits = db
    .selectFrom('visit')
    .select('id')
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id', 'desc')
    .limit(visitsRemembered);
  if (visitId !== null) visits = visits.where('id', '<', visitId);
  const ids = (await visits.execute()).map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('page_view')
    .select((eb) => ['url', eb.fn.max('id').as('newest')])
    .where('site_id', '=', siteId)
    .where('visit_id', 'in', ids)
    .groupBy('url')
    .orderBy('newest', 'desc')
    .limit(maxEarlierPages)
    .execute();
  return rows.map(({ url }) => url).reverse();
}

type InvitationFact = Pick<Selectable<Database['invitation']>, 'invite_id' | 'state' | 'shown_at' | 'ended_at'>;

/** What an experiment held out counts for frequency and limits as if it had been sent and shown. */
export const wasSentOrHeldOut = sql<boolean>`(state <> 'suppressed' or reason = 'holdOut')`;

type TypeFact = Pick<Selectable<Database['firing']>, 'rule_id' | 'rule_name' | 'shadow'>;

/** A visitor's facts from their row and what else is stored of them. */
export function toFacts(
  row: Selectable<Database['visitor']>,
  invitations: readonly InvitationFact[],
  types: readonly TypeFact[],
  earlierPageUrls: readonly string[],
  chatFacts: ChatFacts,
): VisitorFacts {
  const invites: Record<string, { sent: number; shown: number }> = {};
  for (const { invite_id, shown_at, state } of invitations) {
    // Withdrawn before anybody saw it: as if it had not been sent.
    if (state === 'withdrawn' && shown_at === null) continue;
    const counts = invites[invite_id] ?? { sent: 0, shown: 0 };
    invites[invite_id] = {
      sent: counts.sent + 1,
      shown: counts.shown + (shown_at === null && state !== 'suppressed' ? 0 : 1),
    };
  }
  const declined = invitations.filter((invitation) => invitation.state === 'declined');
  return {
    earlierVisits: row.visit_count,
    earlierPages: row.page_count,
    earlierVisibleMs: row.visible_ms,
    firstVisitAt: row.first_visit_at,
    lastVisitAt: row.last_visit_at,
    firstReferrer: row.first_referrer,
    name: row.name,
    company: row.company,
    email: row.email,
    phone: row.phone,
    variables: variablesSchema.parse(JSON.parse(row.variables)),
    isProspect: row.is_prospect === 1,
    isCustomer: row.is_customer === 1,
    prospectTypes: Object.fromEntries(
      types.filter(({ shadow }) => shadow === 0).map(({ rule_id, rule_name }) => [rule_id, rule_name]),
    ),
    shadowTypes: types.filter(({ shadow }) => shadow === 1).map(({ rule_id }) => rule_id),
    earlierPageUrls,
    earlierRevenue: row.revenue,
    chats: row.chat_count,
    lastWrapUp: chatFacts.lastWrapUp,
    tags: chatFacts.tags,
    lastRating: chatFacts.lastRating,
    invitesDeclined: declined.length,
    lastDeclinedAt: declined.length === 0 ? null : Math.max(...declined.map((invitation) => invitation.ended_at ?? 0)),
    invites,
    isBlocked: row.is_blocked === 1,
  };
}

/**
 * Builds a visit again from what is stored; no page is open until a script reports. Sums of `facts` include it. Null: none of its
 * pages is stored.
 */
export async function restoreVisit(
  db: Kysely<Database>,
  row: Selectable<Database['visit']>,
  facts: VisitorFacts,
): Promise<Visit | null> {
  const [newest, pages, chat, invitations, events, booked, firings, before] = await Promise.all([
    db
      .selectFrom('page_view')
      .select(['id', 'at', 'url', 'title'])
      .where('site_id', '=', row.site_id)
      .where('visit_id', '=', row.id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('page_view')
      .select((eb) => ['url', eb.fn.max('id').as('newest')])
      .where('site_id', '=', row.site_id)
      .where('visit_id', '=', row.id)
      .groupBy('url')
      .orderBy('newest', 'desc')
      .limit(maxPagesKept)
      .execute(),
    db
      .selectFrom('chat')
      .select(['id', 'state'])
      .where('site_id', '=', row.site_id)
      .where('visitor_id', '=', row.visitor_id)
      .where('state', 'in', ['pending', 'active'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('invitation')
      .select(['id', 'invite_id', 'variant_id', 'source', 'state', 'queued_at', 'shown_at', 'ended_at'])
      .where('site_id', '=', row.site_id)
      .where('visit_id', '=', row.id)
      .where(wasSentOrHeldOut)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('custom_event')
      .select((eb) => ['name', eb.fn.countAll<number>().as('times')])
      .where('site_id', '=', row.site_id)
      .where('visit_id', '=', row.id)
      .groupBy('name')
      .execute(),
    db
      .selectFrom('revenue_entry')
      .select('occurrence')
      .where('site_id', '=', row.site_id)
      .where('visitor_id', '=', row.visitor_id)
      .where('visit_id', '=', row.id)
      .execute(),
    db
      .selectFrom('firing')
      .select(['rule_id', 'shadow', 'at'])
      .where('site_id', '=', row.site_id)
      .where('visitor_id', '=', row.visitor_id)
      .where('visit_id', '=', row.id)
      .where('rule_kind', '=', 'prospectRule')
      .execute(),
    db
      .selectFrom('visit')
      .select((eb) => eb.fn.max('started_at').as('started_at'))
      .where('site_id', '=', row.site_id)
      .where('visitor_id', '=', row.visitor_id)
      .where('visit_number', '<', row.visit_number)
      .executeTakeFirst(),
  ]);
  if (!newest) return null;
  const lastInvitation = invitations.findLast(({ state }) => state !== 'suppressed');
  const invited: Record<string, Visit['invited'][string]> = {};
  for (const { invite_id, state, shown_at } of invitations)
    if (state !== 'withdrawn' || shown_at !== null)
      invited[invite_id] = {
        count: (invited[invite_id]?.count ?? 0) + 1,
        pageViewId: newest.id,
        ...(state === 'suppressed' ? { heldOut: true } : {}),
      };
  return {
    format: 1,
    id: row.id,
    siteId: row.site_id,
    visitorId: row.visitor_id,
    visitNumber: row.visit_number,
    startedAt: row.started_at,
    lastHitAt: row.last_hit_at,
    lastActivityAt: row.last_hit_at,
    disconnectedAt: row.last_hit_at,
    visitor: {
      ...facts,
      // The stored sums include this visit.
      earlierVisits: row.visit_number - 1,
      lastVisitAt: before?.started_at ?? null,
      earlierPages: Math.max(0, facts.earlierPages - row.page_count),
      earlierVisibleMs: Math.max(0, facts.earlierVisibleMs - row.visible_ms),
      earlierRevenue: facts.earlierRevenue - row.revenue,
    },
    source: toSource(row),
    place: {
      address: row.address,
      country: row.country,
      region: row.region,
      city: row.city,
      organisation: row.organisation,
      ownOrganisation: row.own_organisation === null ? null : row.own_organisation === 1,
      hostName: row.host_name,
    },
    technology: {
      language: row.language,
      timeZone: row.time_zone,
      browser: row.browser,
      os: row.os,
      device: row.device,
      screenWidth: row.screen_width,
    },
    entryPage: row.entry_page,
    page: newest,
    pageCount: row.page_count,
    pages: pages.map(({ url }) => url).reverse(),
    visibleMs: row.visible_ms,
    tabs: {},
    events: Object.fromEntries(events.map(({ name, times }) => [name, Number(times)])),
    revenue: row.revenue,
    booked: booked.map(({ occurrence }) => occurrence),
    reportedCost: row.alert_paid === 0 && row.cost > 0 ? row.cost : null,
    fired: countFirings(firings),
    // Whatever fired on the newest page has been told of it.
    trueRules: firings.filter(({ at }) => at >= newest.at).map(({ rule_id }) => rule_id),
    isNewProspect: row.is_new_prospect === 1,
    customer: row.customer === 'new' || row.customer === 'repeat' ? row.customer : null,
    alertId: row.alert_id,
    alertWaitsUntil: null,
    invitation: lastInvitation
      ? {
          id: lastInvitation.id,
          inviteId: lastInvitation.invite_id,
          source: lastInvitation.source as Invitation['source'],
          state: lastInvitation.state as Invitation['state'],
          at: lastInvitation.ended_at ?? lastInvitation.queued_at,
          ...(lastInvitation.variant_id === null ? {} : { variantId: lastInvitation.variant_id }),
        }
      : null,
    invited,
    suppressed: {},
    chatWish: null,
    chat: chat ? { id: chat.id, state: chat.state === 'active' ? 'active' : 'pending' } : null,
  };
}

/** How often each prospect rule fired, as a visit keeps it. */
function countFirings(firings: readonly { rule_id: string; shadow: number }[]): Record<string, number> {
  const fired: Record<string, number> = {};
  for (const { rule_id, shadow } of firings) {
    const key = shadow === 1 ? `shadow ${rule_id}` : rule_id;
    fired[key] = (fired[key] ?? 0) + 1;
  }
  return fired;
}

/** Where a stored visit came from. */
export function toSource(row: Selectable<Database['visit']>): Source {
  return {
    referrer: row.referrer,
    referrerHost: row.referrer_host,
    referringSite: row.referring_site,
    isSearch: row.is_search === 1,
    searchPhrase: row.search_phrase,
    utm: {
      source: row.utm_source,
      medium: row.utm_medium,
      campaign: row.utm_campaign,
      term: row.utm_term,
      content: row.utm_content,
    },
  };
}

function toStoredVisit(
  row: Selectable<Database['visit']>,
  currency: string,
  prospectTypes: readonly string[],
): StoredVisit {
  return visitSchema.parse({
    id: row.id,
    visitorId: row.visitor_id,
    visitNumber: row.visit_number,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    pageCount: row.page_count,
    visibleMs: row.visible_ms,
    entryPage: row.entry_page,
    referrer: row.referrer,
    referrerHost: row.referrer_host,
    referringSite: row.referring_site,
    searchPhrase: row.search_phrase,
    utmSource: row.utm_source,
    utmMedium: row.utm_medium,
    utmCampaign: row.utm_campaign,
    utmTerm: row.utm_term,
    utmContent: row.utm_content,
    address: row.address,
    hostName: row.host_name,
    country: row.country,
    region: row.region,
    city: row.city,
    organisation: row.organisation,
    browser: row.browser,
    os: row.os,
    device: row.device,
    language: row.language,
    timeZone: row.time_zone,
    screenWidth: row.screen_width,
    alertId: row.alert_id,
    alertName: row.alert_name,
    prospectTypes,
    isNewProspect: row.is_new_prospect === 1,
    customer: row.customer,
    revenue: row.revenue,
    cost: row.alert_paid === 1 || row.cost > 0 ? row.cost : null,
    currency,
  });
}

/** Names of the prospect rules that fired in each of some visits, by visit. */
async function listProspectTypes(
  db: Kysely<Database>,
  siteId: string,
  visits: readonly Selectable<Database['visit']>[],
): Promise<ReadonlyMap<string, string[]>> {
  const types = new Map<string, string[]>();
  const prospects = visits.filter((visit) => visit.is_prospect === 1);
  if (prospects.length === 0) return types;
  const rows = await db
    .selectFrom('firing')
    .select((eb) => ['visit_id', 'rule_id', eb.fn.max('rule_name').as('rule_name'), eb.fn.min('id').as('first_id')])
    .where('site_id', '=', siteId)
    .where('visitor_id', 'in', [...new Set(prospects.map((visit) => visit.visitor_id))])
    .where(
      'visit_id',
      'in',
      prospects.map((visit) => visit.id),
    )
    .where('rule_kind', '=', 'prospectRule')
    .where('shadow', '=', 0)
    .groupBy(['visit_id', 'rule_id'])
    .orderBy('first_id')
    .execute();
  for (const { visit_id, rule_name } of rows) types.set(visit_id, [...(types.get(visit_id) ?? []), rule_name]);
  return types;
}

/** The site whose visits are read. */
type VisitedSite = Pick<Site, 'id' | 'currency'>;

async function toStoredVisits(
  db: Kysely<Database>,
  site: VisitedSite,
  rows: readonly Selectable<Database['visit']>[],
): Promise<StoredVisit[]> {
  const types = await listProspectTypes(db, site.id, rows);
  return rows.map((row) => toStoredVisit(row, site.currency, types.get(row.id) ?? []));
}

/** One visit as lists show it, or null. */
export async function findVisit(db: Kysely<Database>, site: VisitedSite, visitId: string): Promise<StoredVisit | null> {
  return (await findVisits(db, site, [visitId]))[0] ?? null;
}

/** Some visits as lists show them, newest first. */
export async function findVisits(
  db: Kysely<Database>,
  site: VisitedSite,
  visitIds: readonly string[],
): Promise<StoredVisit[]> {
  if (visitIds.length === 0) return [];
  const rows = await db
    .selectFrom('visit')
    .selectAll()
    .where('site_id', '=', site.id)
    .where('id', 'in', [...visitIds])
    .orderBy('id', 'desc')
    .execute();
  return toStoredVisits(db, site, rows);
}

/** Whose visit it is; null: there is no such visit. */
export async function findVisitorOf(db: Kysely<Database>, siteId: string, visitId: string): Promise<string | null> {
  const row = await db
    .selectFrom('visit')
    .select('visitor_id')
    .where('site_id', '=', siteId)
    .where('id', '=', visitId)
    .executeTakeFirst();
  return row?.visitor_id ?? null;
}

/** Visits of a site, newest first, before `cursor` (the last id of the page before). */
export async function listVisits(
  db: Kysely<Database>,
  site: VisitedSite,
  page: { cursor?: string | undefined; limit: number; visitorId?: string | undefined },
): Promise<StoredVisit[]> {
  let query = db.selectFrom('visit').selectAll().where('site_id', '=', site.id);
  if (page.visitorId !== undefined) query = query.where('visitor_id', '=', page.visitorId);
  if (page.cursor !== undefined) query = query.where('id', '<', page.cursor);
  return toStoredVisits(db, site, await query.orderBy('id', 'desc').limit(page.limit).execute());
}

/** Page views of a visit in order, at most 500. */
export async function listPageViews(db: Kysely<Database>, siteId: string, visitId: string): Promise<PageView[]> {
  const rows = await db
    .selectFrom('page_view')
    .select(['id', 'at', 'url', 'title', 'visible_ms'])
    .where('site_id', '=', siteId)
    .where('visit_id', '=', visitId)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map((row) => ({ id: row.id, at: row.at, url: row.url, title: row.title, visibleMs: row.visible_ms }));
}

/** Ends visits that a crash left open: no hit for longer than any time-out. */
export async function closeVisitsOlderThan(db: Kysely<Database>, olderThan: number): Promise<void> {
  await db
    .updateTable('visit')
    .set((eb) => ({ ended_at: eb.ref('last_hit_at') }))
    .where('ended_at', 'is', null)
    .where('last_hit_at', '<', olderThan)
    .execute();
}
