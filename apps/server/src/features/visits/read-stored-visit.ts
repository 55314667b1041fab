import type { Tab, Visit, VisitorFacts } from '@foyer/rules/visit';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { readChatFacts } from '../chats/chat-facts.ts';
import { listPagesBefore, restoreVisit, toFacts, wasSentOrHeldOut } from './visit-repository.ts';

/**
 * A visit as it was at its end, or at its last hit if it has not ended, from what is stored; with that instant, epoch ms. What
 * came after it is left out, except in contact details and custom variables, of which only the newest are kept. Null: there
 * is no such visit.
 */
export async function readStoredVisit(
  db: Kysely<Database>,
  siteId: string,
  visitId: string,
): Promise<{ readonly visit: Visit; readonly at: number } | null> {
  const row = await db
    .selectFrom('visit')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', visitId)
    .executeTakeFirst();
  if (!row) return null;
  const at = row.ended_at ?? row.last_hit_at;
  const facts = await readFactsAt(db, row, at);
  const visit = facts && (await restoreVisit(db, row, facts));
  if (!visit) return null;
  const [chat, tab] = await Promise.all([findChatAt(db, row, at), readLastTab(db, visit, at)]);
  return { visit: { ...visit, chat, tabs: { last: tab } }, at };
}

/** What was known of the visitor at an instant of a visit; sums include the visit. */
async function readFactsAt(
  db: Kysely<Database>,
  row: Selectable<Database['visit']>,
  at: number,
): Promise<VisitorFacts | null> {
  const { site_id: siteId, visitor_id: visitorId } = row;
  const visitor = await db
    .selectFrom('visitor')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst();
  if (!visitor) return null;
  const [invitations, types, customer, sums, chats, pages] = await Promise.all([
    db
      .selectFrom('invitation')
      .select(['invite_id', 'state', 'shown_at', 'ended_at'])
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where(wasSentOrHeldOut)
      .where('queued_at', '<=', at)
      .execute(),
    db
      .selectFrom('firing')
      .select(['rule_id', 'rule_name', 'shadow'])
      .distinct()
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('rule_kind', '=', 'prospectRule')
      .where('at', '<=', at)
      .execute(),
    db
      .selectFrom('customer_entry')
      .select('kind')
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('kind', '!=', 'repeat')
      .where('at', '<=', at)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('visit')
      .select((eb) => [
        eb.fn.sum('page_count').as('pages'),
        eb.fn.sum('visible_ms').as('visibleMs'),
        eb.fn.sum('revenue').as('revenue'),
      ])
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('visit_number', '<=', row.visit_number)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('chat')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('requested_at', '<', row.started_at)
      .executeTakeFirstOrThrow(),
    listPagesBefore(db, siteId, visitorId, row.id),
  ]);
  const visitorThen = {
    ...visitor,
    visit_count: row.visit_number,
    page_count: Number(sums.pages),
    visible_ms: Number(sums.visibleMs),
    revenue: Number(sums.revenue),
    is_prospect: types.some(({ shadow }) => shadow === 0) ? 1 : 0,
    is_customer: customer?.kind === 'new' ? 1 : 0,
    chat_count: Number(chats.count),
  };
  return toFacts(visitorThen, invitations, types, pages, await readChatFacts(db, siteId, visitorId, at));
}

/** The chat that was open at an instant. */
async function findChatAt(
  db: Kysely<Database>,
  { site_id, visitor_id }: Selectable<Database['visit']>,
  at: number,
): Promise<Visit['chat']> {
  const chat = await db
    .selectFrom('chat')
    .select(['id', 'accepted_at'])
    .where('site_id', '=', site_id)
    .where('visitor_id', '=', visitor_id)
    .where('requested_at', '<=', at)
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', at)]))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!chat) return null;
  return { id: chat.id, state: chat.accepted_at !== null && chat.accepted_at <= at ? 'active' : 'pending' };
}

/** The newest page, as it stood open to the last; time does not go on for it. */
async function readLastTab(db: Kysely<Database>, { siteId, page }: Visit, at: number): Promise<Tab> {
  const view = await db
    .selectFrom('page_view')
    .select('visible_ms')
    .where('site_id', '=', siteId)
    .where('id', '=', page.id)
    .executeTakeFirst();
  return {
    pageViewId: page.id,
    url: page.url,
    title: page.title,
    visibleSince: null,
    visibleMs: view?.visible_ms ?? 0,
    n: 0,
    nodeId: null,
    lostAt: null,
    seenAt: at,
  };
}
