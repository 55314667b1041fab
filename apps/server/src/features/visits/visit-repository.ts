import { type Invitation, type PageView, type StoredVisit, visitSchema } from '@foyer/protocol/visit';
import type { Source, Visit, VisitorFacts } from '@foyer/rules/visit';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';

const variablesSchema = z.record(z.string(), z.string());

/** What is known of a visitor of whom nothing is stored. */
export const unknownVisitor: VisitorFacts = {
  earlierVisits: 0,
  earlierPages: 0,
  earlierVisibleMs: 0,
  firstVisitAt: null,
  lastVisitAt: null,
  firstReferrer: null,
  name: null,
  company: null,
  email: null,
  phone: null,
  variables: {},
  isProspect: false,
  isCustomer: false,
  chats: 0,
  invitesDeclined: 0,
  lastDeclinedAt: null,
  invites: {},
  isBlocked: false,
};

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
  const [invitations, last] = await Promise.all([
    db
      .selectFrom('invitation')
      .select(['invite_id', 'state', 'shown_at', 'ended_at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('state', '!=', 'suppressed')
      .execute(),
    db
      .selectFrom('visit')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ]);
  const facts = toFacts(row, invitations);
  const isOpen = last !== undefined && last.ended_at === null && last.last_hit_at >= openSince;
  return { facts, openVisit: isOpen ? await restoreVisit(db, last, facts) : null };
}

type InvitationFact = Pick<Selectable<Database['invitation']>, 'invite_id' | 'state' | 'shown_at' | 'ended_at'>;

function toFacts(row: Selectable<Database['visitor']>, invitations: readonly InvitationFact[]): VisitorFacts {
  const invites: Record<string, { sent: number; shown: number }> = {};
  for (const { invite_id, shown_at, state } of invitations) {
    // Withdrawn before anybody saw it: as if it had not been sent.
    if (state === 'withdrawn' && shown_at === null) continue;
    const counts = invites[invite_id] ?? { sent: 0, shown: 0 };
    invites[invite_id] = { sent: counts.sent + 1, shown: counts.shown + (shown_at === null ? 0 : 1) };
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
    chats: row.chat_count,
    invitesDeclined: declined.length,
    lastDeclinedAt: declined.length === 0 ? null : Math.max(...declined.map((invitation) => invitation.ended_at ?? 0)),
    invites,
    isBlocked: row.is_blocked === 1,
  };
}

/** Builds the hot state of an open visit again from what is stored; no page is open until a script reports. */
async function restoreVisit(
  db: Kysely<Database>,
  row: Selectable<Database['visit']>,
  facts: VisitorFacts,
): Promise<Visit | null> {
  const [pages, chat, invitations] = await Promise.all([
    db
      .selectFrom('page_view')
      .select(['id', 'at', 'url', 'title'])
      .where('site_id', '=', row.site_id)
      .where('visit_id', '=', row.id)
      .orderBy('id', 'desc')
      .limit(200)
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
      .select(['id', 'invite_id', 'source', 'state', 'queued_at', 'shown_at', 'ended_at'])
      .where('site_id', '=', row.site_id)
      .where('visit_id', '=', row.id)
      .where('state', '!=', 'suppressed')
      .orderBy('id')
      .execute(),
  ]);
  const newest = pages[0];
  if (!newest) return null;
  const lastInvitation = invitations.at(-1);
  const invited: Record<string, { count: number; pageViewId: string }> = {};
  for (const { invite_id, state, shown_at } of invitations)
    if (state !== 'withdrawn' || shown_at !== null)
      invited[invite_id] = { count: (invited[invite_id]?.count ?? 0) + 1, pageViewId: newest.id };
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
      earlierPages: Math.max(0, facts.earlierPages - row.page_count),
      earlierVisibleMs: Math.max(0, facts.earlierVisibleMs - row.visible_ms),
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
    pages: [...new Set(pages.map((page) => page.url))],
    visibleMs: row.visible_ms,
    tabs: {},
    alertId: row.alert_id,
    alertWaitsUntil: null,
    invitation: lastInvitation
      ? {
          id: lastInvitation.id,
          inviteId: lastInvitation.invite_id,
          source: lastInvitation.source as Invitation['source'],
          state: lastInvitation.state as Invitation['state'],
          at: lastInvitation.ended_at ?? lastInvitation.queued_at,
        }
      : null,
    invited,
    suppressed: {},
    chat: chat ? { id: chat.id, state: chat.state === 'active' ? 'active' : 'pending' } : null,
  };
}

function toSource(row: Selectable<Database['visit']>): Source {
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

function toStoredVisit(row: Selectable<Database['visit']>): StoredVisit {
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
  });
}

export async function findVisit(db: Kysely<Database>, siteId: string, visitId: string): Promise<StoredVisit | null> {
  const row = await db
    .selectFrom('visit')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', visitId)
    .executeTakeFirst();
  return row ? toStoredVisit(row) : null;
}

/** Visits of a site, newest first, before `cursor` (the last id of the page before). */
export async function listVisits(
  db: Kysely<Database>,
  siteId: string,
  page: { cursor?: string | undefined; limit: number; visitorId?: string | undefined },
): Promise<StoredVisit[]> {
  let query = db.selectFrom('visit').selectAll().where('site_id', '=', siteId);
  if (page.visitorId !== undefined) query = query.where('visitor_id', '=', page.visitorId);
  if (page.cursor !== undefined) query = query.where('id', '<', page.cursor);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toStoredVisit);
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

/** Why the visit's alert matched, as recorded then; null when none did. */
export async function findAlertExplanation(db: Kysely<Database>, siteId: string, visitId: string): Promise<unknown> {
  const row = await db
    .selectFrom('visit')
    .select('alert_explanation')
    .where('site_id', '=', siteId)
    .where('id', '=', visitId)
    .executeTakeFirst();
  return row?.alert_explanation ? JSON.parse(row.alert_explanation) : null;
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
