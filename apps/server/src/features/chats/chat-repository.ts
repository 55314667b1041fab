import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { reindexContact } from '../chat-search/index-chat-text.ts';
import { toEntry, toSummary } from './chat-row.ts';

/** Spelled out, so that the database sees that the index of open chats serves it. */
const isOpen = sql<boolean>`state in ('pending', 'active')`;
const isActive = sql<boolean>`state = 'active'`;
const isPending = sql<boolean>`state = 'pending'`;
const isOutstanding = sql<boolean>`state = 'ended'`;

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

/**
 * Pending chats of these sites (null: all), those that are offered to others, and this operator's: the active ones, and
 * those that wait for their wrap-up.
 * `oversees`: all active ones, whoever has them.
 */
export async function listOpenChats(
  db: Kysely<Database>,
  siteIds: readonly string[] | null,
  operatorId: string,
  oversees = false,
): Promise<ChatSummary[]> {
  if (siteIds?.length === 0) return [];
  let query = db.selectFrom('chat').selectAll().where(isOpen);
  if (!oversees)
    query = query.where((eb) =>
      eb.or([
        eb('state', '=', 'pending'),
        eb('transfer_id', 'is not', null),
        eb.and([eb('state', '=', 'active'), eb('operator_id', '=', operatorId)]),
      ]),
    );
  let waiting = db.selectFrom('chat').selectAll().where(isOutstanding).where('operator_id', '=', operatorId);
  if (siteIds) {
    query = query.where('site_id', 'in', [...siteIds]);
    waiting = waiting.where('site_id', 'in', [...siteIds]);
  }
  const [open, outstanding] = await Promise.all([
    query.orderBy('requested_at').limit(1000).execute(),
    waiting.orderBy('id').limit(1000).execute(),
  ]);
  return [...open, ...outstanding].map(toSummary);
}

/** Sites that have chats which wait for their wrap-up. */
export async function listSitesWithOutstanding(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('chat').select('site_id').distinct().where(isOutstanding).execute();
  return rows.map((row) => row.site_id);
}

/** Closes a site's chats that wait for a wrap-up which is no longer needed. */
export async function closeOutstanding(db: Kysely<Database>, siteId: string): Promise<ChatSummary[]> {
  const rows = await db
    .updateTable('chat')
    .set((eb) => ({ state: 'closed', version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where(isOutstanding)
    .returningAll()
    .execute();
  return rows.map(toSummary);
}

/** Whether an operator has, or once had, a chat. */
export async function wasInChat(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  operatorId: string,
): Promise<boolean> {
  return (await listChatsHeld(db, siteId, [chatId], operatorId)).length > 0;
}

/** Those of these chats that an operator has, or once had. */
export async function listChatsHeld(
  db: Kysely<Database>,
  siteId: string,
  chatIds: readonly string[],
  operatorId: string,
): Promise<string[]> {
  if (chatIds.length === 0) return [];
  const rows = await db
    .selectFrom('chat_entry')
    .select('chat_id')
    .distinct()
    .where('site_id', '=', siteId)
    .where('chat_id', 'in', [...chatIds])
    .where('sender_kind', '=', 'operator')
    .where('sender_id', '=', operatorId)
    .where((eb) =>
      eb.or(
        ['joined', 'transferred', 'takenOver', 'supervisorJoined'].map((kind) =>
          eb('content', 'like', `{"kind":"${kind}"%`),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.chat_id);
}

/** Active chats of a site that others than this operator have. */
export async function listActiveOfOthers(
  db: Kysely<Database>,
  siteId: string,
  operatorId: string,
): Promise<ChatSummary[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where('site_id', '=', siteId)
    .where(isActive)
    .where('operator_id', 'is distinct from', operatorId)
    .execute();
  return rows.map(toSummary);
}

/** A visitor's chats, newest first. */
export async function listChatsOfVisitor(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  limit: number,
): Promise<ChatSummary[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toSummary);
}

/** One entry of a chat's log, or null. */
export async function findEntry(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  seq: number,
): Promise<ChatEntry | null> {
  return (await listEntries(db, siteId, chatId, seq - 1, 1)).find((entry) => entry.seq === seq) ?? null;
}

/** These entries of chats' logs, by chat id and seq with a blank between. */
export async function listEntriesAt(
  db: Kysely<Database>,
  siteId: string,
  places: readonly { chatId: string; seq: number }[],
): Promise<Map<string, ChatEntry>> {
  if (places.length === 0) return new Map();
  const wanted = sql.join(places.map(({ chatId, seq }) => sql`(cast(${chatId} as text), cast(${seq} as bigint))`));
  const rows = await db
    .selectFrom('chat_entry')
    .selectAll()
    .where('site_id', '=', siteId)
    .where(sql<boolean>`(chat_id, seq) in (values ${wanted})`)
    .execute();
  return new Map(rows.map((row) => [`${row.chat_id} ${row.seq}`, toEntry(row)]));
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

/** A pending chat of which a reminder may still be due. */
export interface UnremindedChat {
  readonly siteId: string;
  readonly chatId: string;
  readonly pendingSince: number;
  /** The level of which operators were reminded last; 0: of none. */
  readonly reminded: number;
}

/** Pending chats of which operators were not yet reminded for the last time, a page at a time, by id. */
export async function listUnreminded(db: Kysely<Database>, afterId: string): Promise<UnremindedChat[]> {
  const rows = await db
    .selectFrom('chat')
    .select(['site_id', 'id', 'pending_since', 'reminded'])
    .where(isPending)
    .where(sql<boolean>`reminded < 2`)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(overduePage)
    .execute();
  return rows.map((row) => ({
    siteId: row.site_id,
    chatId: row.id,
    pendingSince: row.pending_since ?? 0,
    reminded: row.reminded,
  }));
}

/** Takes the right to remind of a level: true for one caller only in each pending period, on whichever node. */
export async function takeReminder(db: Kysely<Database>, chat: UnremindedChat, level: 1 | 2): Promise<boolean> {
  const row = await db
    .updateTable('chat')
    .set({ reminded: level })
    .where('site_id', '=', chat.siteId)
    .where('id', '=', chat.chatId)
    .where('state', '=', 'pending')
    .where('pending_since', '=', chat.pendingSince)
    .where('reminded', '<', level)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Changes the name and e-mail address that a chat is listed under; null: it had them already, or there is no such chat. */
export async function updateChatContact(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  contact: { name: string | null; email: string | null },
): Promise<ChatSummary | null> {
  const { name, email } = contact;
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('chat')
      .set((eb) => ({ visitor_name: name, visitor_email: email, version: eb('version', '+', 1) }))
      .where('site_id', '=', siteId)
      .where('id', '=', chatId)
      .where((eb) =>
        eb.or([eb('visitor_name', 'is distinct from', name), eb('visitor_email', 'is distinct from', email)]),
      )
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await reindexContact(trx, siteId, chatId, contact);
    return toSummary(row);
  });
}

/** Pending and active chats of a site. */
export async function listOpenChatsOfSite(db: Kysely<Database>, siteId: string): Promise<ChatSummary[]> {
  const rows = await db.selectFrom('chat').selectAll().where(isOpen).where('site_id', '=', siteId).execute();
  return rows.map(toSummary);
}
