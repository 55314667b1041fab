import type { ChatEntry, ChatState, ChatSummary } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { toEntry, toSummary } from './chat-row.ts';

/** Spelled out, so that the database sees that the index of open chats serves it. */
const isOpen = sql<boolean>`state in ('pending', 'active')`;
const isActive = sql<boolean>`state = 'active'`;
const isPending = sql<boolean>`state = 'pending'`;

export async function findChat(db: Kysely<Database>, siteId: string, chatId: string): Promise<ChatSummary | null> {
  const row = await db
    .selectFrom('chat')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** The visitor's newest chat, whatever its state. */
export async function findNewestChat(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
): Promise<ChatSummary | null> {
  const row = await db
    .selectFrom('chat')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** The chat that this visitor made by this client id, so that a repeated request finds it. */
export async function findChatByRequest(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  cid: string,
): Promise<ChatSummary | null> {
  const row = await db
    .selectFrom('chat')
    .innerJoin('chat_entry', (join) =>
      join.onRef('chat_entry.site_id', '=', 'chat.site_id').onRef('chat_entry.chat_id', '=', 'chat.id'),
    )
    .selectAll('chat')
    .where('chat.site_id', '=', siteId)
    .where('chat.visitor_id', '=', visitorId)
    .where('chat_entry.seq', '=', 1)
    .where('chat_entry.cid', '=', cid)
    .executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** Entries after a seq, in order, a page at a time. */
export async function listEntries(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  afterSeq: number,
  limit: number,
): Promise<ChatEntry[]> {
  const rows = await db
    .selectFrom('chat_entry')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
}

/** Pending chats of these sites (null: all), and the active ones of this operator. */
export async function listOpenChats(
  db: Kysely<Database>,
  siteIds: readonly string[] | null,
  operatorId: string,
): Promise<ChatSummary[]> {
  if (siteIds?.length === 0) return [];
  let query = db
    .selectFrom('chat')
    .selectAll()
    .where(isOpen)
    .where((eb) =>
      eb.or([eb('state', '=', 'pending'), eb.and([eb('state', '=', 'active'), eb('operator_id', '=', operatorId)])]),
    );
  if (siteIds) query = query.where('site_id', 'in', [...siteIds]);
  return (await query.orderBy('requested_at').limit(1000).execute()).map(toSummary);
}

/** Chats of a site, newest first, before `cursor` (the last id of the page before). */
export async function listChats(
  db: Kysely<Database>,
  siteId: string,
  page: {
    states?: readonly ChatState[] | undefined;
    visitorId?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<ChatSummary[]> {
  let query = db.selectFrom('chat').selectAll().where('site_id', '=', siteId);
  if (page.states) query = query.where('state', 'in', [...page.states]);
  if (page.visitorId !== undefined) query = query.where('visitor_id', '=', page.visitorId);
  if (page.cursor !== undefined) query = query.where('id', '<', page.cursor);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toSummary);
}

/** Last seq of these chats, for those who follow them. */
export async function readLastSeqs(
  db: Kysely<Database>,
  siteId: string,
  chatIds: readonly string[],
): Promise<Map<string, number>> {
  if (chatIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('chat')
    .select(['id', 'last_seq'])
    .where('site_id', '=', siteId)
    .where('id', 'in', [...chatIds])
    .execute();
  return new Map(rows.map((row) => [row.id, row.last_seq]));
}

/** Moves a side's read mark forward, never back and never past the last entry; false when nothing changed. */
export async function moveSeen(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  by: 'visitor' | 'operator',
  seq: number,
): Promise<boolean> {
  const column = by === 'visitor' ? 'seen_by_visitor' : 'seen_by_operator';
  const { numUpdatedRows } = await db
    .updateTable('chat')
    .set({ [column]: seq })
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where(column, '<', seq)
    .where('last_seq', '>=', seq)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}

/** Notes that the visitor of an open chat has no page open any more, or has one again. Null: nothing changed. */
export async function updateVisitorPresence(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  leftAt: number | null,
): Promise<ChatSummary | null> {
  const row = await db
    .updateTable('chat')
    .set((eb) => ({ visitor_left_at: leftAt, version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where('state', 'in', ['pending', 'active'])
    .where('visitor_left_at', leftAt === null ? 'is not' : 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? toSummary(row) : null;
}

/** After a start of the only node: nobody is connected yet. */
export async function markAllVisitorsLeft(db: Kysely<Database>, at: number): Promise<void> {
  await db
    .updateTable('chat')
    .set({ visitor_left_at: at })
    .where(isOpen)
    .where('visitor_left_at', 'is', null)
    .execute();
}

/** Chats read at a time by a sweep. */
export const overduePage = 500;

/** Chats whose time is up: pending or left since before these instants. The site's own limits are judged by the caller. */
export async function listOverdueChats(
  db: Kysely<Database>,
  before: number,
  afterId: string,
): Promise<{ chat: ChatSummary; leftAt: number | null }[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where(isOpen)
    .where((eb) => eb.or([eb('pending_since', '<', before), eb('visitor_left_at', '<', before)]))
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(overduePage)
    .execute();
  return rows.map((row) => ({ chat: toSummary(row), leftAt: row.visitor_left_at }));
}

/** Active chats whose visitor has left the operator's newest message unanswered. Which are overdue, the caller judges by their site. */
export async function listQuietChats(
  db: Kysely<Database>,
  afterId: string,
): Promise<{ chat: ChatSummary; quietSince: number; isNudged: boolean }[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where(isActive)
    .where('quiet_since', 'is not', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(overduePage)
    .execute();
  return rows.map((row) => ({ chat: toSummary(row), quietSince: row.quiet_since ?? 0, isNudged: row.nudged === 1 }));
}

/** Whether an operator has, or was the last to have, any chat of any site. */
export async function hasChats(db: Kysely<Database>, operatorId: string): Promise<boolean> {
  const row = await db
    .selectFrom('chat')
    .select('id')
    .where('operator_id', '=', operatorId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Active chats by operator, pending ones by site. */
export async function countOpenChats(
  db: Kysely<Database>,
): Promise<{ activeByOperator: Map<string, number>; pendingBySite: Map<string, number> }> {
  const [active, pending] = await Promise.all([
    db
      .selectFrom('chat')
      .select((eb) => ['operator_id', eb.fn.countAll<number>().as('n')])
      .where(isActive)
      .where('operator_id', 'is not', null)
      .groupBy('operator_id')
      .execute(),
    db
      .selectFrom('chat')
      .select((eb) => ['site_id', eb.fn.countAll<number>().as('n')])
      .where(isPending)
      .groupBy('site_id')
      .execute(),
  ]);
  return {
    activeByOperator: new Map(active.map((row) => [row.operator_id ?? '', Number(row.n)])),
    pendingBySite: new Map(pending.map((row) => [row.site_id, Number(row.n)])),
  };
}

/** Active chats of an operator. */
export async function listActiveChatsOf(db: Kysely<Database>, operatorId: string): Promise<ChatSummary[]> {
  const rows = await db.selectFrom('chat').selectAll().where('operator_id', '=', operatorId).where(isActive).execute();
  return rows.map(toSummary);
}

/** Operators who have active chats. */
export async function listActiveOperators(db: Kysely<Database>): Promise<{ operatorId: string; name: string }[]> {
  const rows = await db
    .selectFrom('chat')
    .select(['operator_id', 'operator_name'])
    .distinct()
    .where(isActive)
    .where('operator_id', 'is not', null)
    .execute();
  return rows.flatMap((row) =>
    row.operator_id === null ? [] : [{ operatorId: row.operator_id, name: row.operator_name ?? '' }],
  );
}
