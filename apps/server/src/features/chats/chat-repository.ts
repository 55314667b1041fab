import { createHash } from 'node:crypto';
import {
  type ChatEntry,
  type ChatState,
  type ChatSummary,
  chatEntrySchema,
  chatSummarySchema,
  type EntryContent,
} from '@foyer/protocol/chat';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';

type ChatRow = Selectable<Database['chat']>;

export function toSummary(row: ChatRow): ChatSummary {
  return chatSummarySchema.parse({
    id: row.id,
    siteId: row.site_id,
    visitorId: row.visitor_id,
    visitId: row.visit_id,
    state: row.state,
    visitorName: row.visitor_name,
    visitorEmail: row.visitor_email,
    visitorPresent: row.visitor_left_at === null,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    requestedAt: row.requested_at,
    pendingSince: row.pending_since,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
    missedReason: row.missed_reason,
    inviteId: row.invite_id,
    alertId: row.alert_id,
    country: row.country,
    pageUrl: row.page_url,
    lastSeq: row.last_seq,
    lastMessage: row.last_message,
    seenByVisitor: row.seen_by_visitor,
    seenByOperator: row.seen_by_operator,
    version: row.version,
  });
}

function toEntry(row: Selectable<Database['chat_entry']>): ChatEntry {
  return chatEntrySchema.parse({
    seq: row.seq,
    at: row.at,
    sender: {
      kind: row.sender_kind,
      name: row.sender_name,
      operatorId: row.sender_kind === 'operator' ? row.sender_id : null,
    },
    cid: row.cid,
    content: JSON.parse(row.content),
  });
}

/** Spelled out, so that the database sees that the index of open chats serves it. */
const isOpen = sql<boolean>`state in ('pending', 'active')`;
const isActive = sql<boolean>`state = 'active'`;
const isPending = sql<boolean>`state = 'pending'`;

/** Who writes an entry. `id` is empty for the system; a visitor's name is the chat's. */
export interface Sender {
  readonly kind: 'visitor' | 'operator' | 'system';
  readonly id: string;
  readonly name: string | null;
}
export const system: Sender = { kind: 'system', id: '', name: null };

/** The entry and the chat after it. `isRepeat`: the entry was there already, under the same client id. */
export interface Appended {
  readonly entry: ChatEntry;
  readonly chat: ChatSummary;
  readonly isRepeat: boolean;
}

/** Rolls the transaction back when the client id turns out to be known: its seq must not be used up. */
class KnownEntry extends Error {}

/**
 * Reads, and answers once everything it saw is committed and synced. On SQLite transactions share a commit: one that was
 * refused for what another has just stored knows of rows that are not on the disk yet, and no reader sees.
 */
export function readSettled<T>(db: Kysely<Database>, read: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  return db.transaction().execute(read);
}

function hashContent(content: EntryContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** What must hold of a chat for a change to be made, in the statement that makes it. */
export interface Guard {
  readonly states: readonly ChatState[];
  readonly visitorId?: string;
  readonly operatorId?: string;
  /** The visitor has not been asked yet whether they are still there. */
  readonly isNotNudged?: true;
}

/** Fields that go with an entry. */
export type ChatPatch = Partial<
  Pick<
    ChatRow,
    | 'state'
    | 'operator_id'
    | 'operator_name'
    | 'pending_since'
    | 'accepted_at'
    | 'ended_at'
    | 'ended_by'
    | 'missed_reason'
    | 'page_url'
    | 'quiet_since'
    | 'nudged'
  >
>;

export interface NewEntry {
  readonly sender: Sender;
  readonly cid: string | null;
  readonly content: EntryContent;
  readonly at: number;
  readonly patch?: ChatPatch;
}

/**
 * Appends an entry to a chat's log, in the same transaction as the seq it takes: the row lock is held to the commit, so
 * no reader ever sees n+1 before n. Null: the guard did not hold. A repeat of a client id answers the entry that exists.
 */
export async function appendEntry(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  guard: Guard,
  entry: NewEntry,
): Promise<Appended | null> {
  const hash = entry.cid === null ? null : hashContent(entry.content);
  try {
    return await db.transaction().execute((trx) => appendWithin(trx, siteId, chatId, guard, entry, hash));
  } catch (error) {
    if (!(error instanceof KnownEntry)) throw error;
    return readSettled(db, (trx) => answerRepeat(trx, siteId, chatId, entry, hash));
  }
}

async function appendWithin(
  trx: Transaction<Database>,
  siteId: string,
  chatId: string,
  guard: Guard,
  entry: NewEntry,
  hash: string | null,
): Promise<Appended | null> {
  let update = trx
    .updateTable('chat')
    .set((eb) => ({
      ...entry.patch,
      last_seq: eb('last_seq', '+', 1),
      version: eb('version', '+', 1),
      ...(entry.content.kind === 'message' ? { last_message: cut(entry.content.body) } : {}),
    }))
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where('state', 'in', [...guard.states]);
  if (guard.visitorId !== undefined) update = update.where('visitor_id', '=', guard.visitorId);
  if (guard.operatorId !== undefined) update = update.where('operator_id', '=', guard.operatorId);
  if (guard.isNotNudged) update = update.where('nudged', '=', 0);
  const chat = await update.returningAll().executeTakeFirst();

  if (!chat) {
    // A repeat of what was sent before the chat ended is still acknowledged.
    if (entry.cid !== null && (await findEntryByCid(trx, siteId, chatId, entry))) throw new KnownEntry('known entry');
    return null;
  }
  return { entry: await insertEntry(trx, chat, entry, hash), chat: toSummary(chat), isRepeat: false };
}

async function insertEntry(
  db: Kysely<Database>,
  chat: ChatRow,
  entry: NewEntry,
  hash: string | null,
): Promise<ChatEntry> {
  const row = {
    site_id: chat.site_id,
    chat_id: chat.id,
    seq: chat.last_seq,
    at: entry.at,
    sender_kind: entry.sender.kind,
    sender_id: entry.sender.id,
    sender_name: entry.sender.kind === 'visitor' ? chat.visitor_name : entry.sender.name,
    cid: entry.cid,
    content_hash: hash,
    content: JSON.stringify(entry.content),
  };
  // Under the chat's lock, so that of two sends of one client id the second finds the first.
  const added = await db
    .insertInto('chat_entry')
    .values(row)
    .onConflict((conflict) => conflict.columns(['site_id', 'chat_id', 'sender_id', 'cid']).doNothing())
    .returning('seq')
    .executeTakeFirst();
  if (!added) throw new KnownEntry('known entry');
  return toEntry(row);
}

function findEntryByCid(db: Kysely<Database>, siteId: string, chatId: string, { sender, cid }: NewEntry) {
  return db
    .selectFrom('chat_entry')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('sender_id', '=', sender.id)
    .where('cid', '=', cid)
    .executeTakeFirst();
}

async function answerRepeat(
  trx: Transaction<Database>,
  siteId: string,
  chatId: string,
  entry: NewEntry,
  hash: string | null,
): Promise<Appended> {
  const known = await findEntryByCid(trx, siteId, chatId, entry);
  const chat = await findChat(trx, siteId, chatId);
  if (!known || !chat) throw new AppError('unavailable', 'The message could not be stored just now; send it again');
  if (known.content_hash !== hash)
    throw new AppError('cid_reused', 'This client id was used for another message; make a new one for each');
  return { entry: toEntry(known), chat, isRepeat: true };
}

function cut(body: string): string {
  return body.length <= 140 ? body : `${body.slice(0, 139).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export interface NewChat {
  readonly id: string;
  readonly siteId: string;
  readonly visitorId: string;
  readonly visitId: string | null;
  readonly state: 'pending' | 'missed';
  readonly visitorName: string | null;
  readonly visitorEmail: string | null;
  readonly inviteId: string | null;
  readonly invitationId: string | null;
  readonly alertId: string | null;
  readonly country: string | null;
  readonly pageUrl: string | null;
  readonly missedReason: string | null;
  readonly at: number;
}

/**
 * Stores a new chat with its first entries (seq 1, 2, …) and answers it. A repeat of the first one's client id answers the
 * chat that exists, `isRepeat`. A visitor who has one open already breaks the unique key.
 */
export async function insertChat(
  db: Kysely<Database>,
  chat: NewChat,
  entries: readonly Omit<NewEntry, 'at' | 'patch'>[],
): Promise<{ chat: ChatSummary; isRepeat: boolean }> {
  const { siteId, visitorId } = chat;
  const cid = entries[0]?.cid ?? null;
  try {
    return { chat: await db.transaction().execute((trx) => insertWithin(trx, chat, cid, entries)), isRepeat: false };
  } catch (error) {
    if (!(error instanceof KnownEntry) || cid === null) throw error;
    const known = await readSettled(db, (trx) => findChatByRequest(trx, siteId, visitorId, cid));
    if (!known) throw new AppError('unavailable', 'The request could not be stored just now; send it again');
    return { chat: known, isRepeat: true };
  }
}

async function insertWithin(
  trx: Transaction<Database>,
  chat: NewChat,
  cid: string | null,
  entries: readonly Omit<NewEntry, 'at' | 'patch'>[],
): Promise<ChatSummary> {
  // First of all, for its lock: the same offline message sent twice at once must not be missed by both.
  await trx
    .updateTable('visitor')
    .set((eb) => ({ chat_count: eb('chat_count', '+', 1) }))
    .where('site_id', '=', chat.siteId)
    .where('id', '=', chat.visitorId)
    .execute();
  if (cid !== null && (await findChatByRequest(trx, chat.siteId, chat.visitorId, cid)))
    throw new KnownEntry('known request');
  const row: ChatRow = {
    site_id: chat.siteId,
    id: chat.id,
    visitor_id: chat.visitorId,
    visit_id: chat.visitId,
    state: chat.state,
    operator_id: null,
    operator_name: null,
    visitor_name: chat.visitorName,
    visitor_email: chat.visitorEmail,
    invite_id: chat.inviteId,
    invitation_id: chat.invitationId,
    alert_id: chat.alertId,
    country: chat.country,
    page_url: chat.pageUrl,
    requested_at: chat.at,
    pending_since: chat.state === 'pending' ? chat.at : null,
    accepted_at: null,
    ended_at: chat.state === 'missed' ? chat.at : null,
    ended_by: null,
    missed_reason: chat.missedReason,
    visitor_left_at: null,
    quiet_since: null,
    nudged: 0,
    last_seq: entries.length,
    last_message: null,
    seen_by_visitor: 0,
    seen_by_operator: 0,
    version: 1,
  };
  for (const { content } of entries)
    if (content.kind === 'requested' && content.question) row.last_message = cut(content.question);
  await trx.insertInto('chat').values(row).execute();
  for (const [index, entry] of entries.entries())
    await insertEntry(
      trx,
      { ...row, last_seq: index + 1 },
      { ...entry, at: chat.at },
      entry.cid === null ? null : hashContent(entry.content),
    );
  return toSummary(row);
}

/**
 * Gives a pending chat to an operator who has room, or null. The operator's row is locked first, so that their accepts
 * line up and the count of their chats, checked in the same statement, holds.
 */
export async function acceptPendingChat(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  operator: { id: string; name: string },
  at: number,
): Promise<Appended | null> {
  return db.transaction().execute(async (trx) => {
    await trx
      .updateTable('operator')
      .set((eb) => ({ accepts: eb('accepts', '+', 1) }))
      .where('id', '=', operator.id)
      .execute();
    const chat = await trx
      .updateTable('chat')
      .set((eb) => ({
        state: 'active',
        operator_id: operator.id,
        operator_name: operator.name,
        accepted_at: at,
        pending_since: null,
        quiet_since: null,
        nudged: 0,
        last_seq: eb('last_seq', '+', 1),
        version: eb('version', '+', 1),
      }))
      .where('site_id', '=', siteId)
      .where('id', '=', chatId)
      .where('state', '=', 'pending')
      .where(
        sql<boolean>`(select max_chats = 0 or max_chats > (select count(*) from chat as mine where mine.operator_id = ${operator.id} and mine.state = 'active') from operator where id = ${operator.id})`,
      )
      .returningAll()
      .executeTakeFirst();
    if (!chat) return null;
    const entry = await insertEntry(
      trx,
      chat,
      {
        sender: { kind: 'operator', ...operator },
        cid: null,
        at,
        content: { kind: 'joined', operatorName: operator.name },
      },
      null,
    );
    return { entry, chat: toSummary(chat), isRepeat: false };
  });
}

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
