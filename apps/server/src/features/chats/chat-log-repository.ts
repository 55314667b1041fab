import { createHash } from 'node:crypto';
import type { ChatEntry, ChatState, ChatSummary, EntryContent } from '@foyer/protocol/chat';
import type { StoredAnswer } from '@foyer/protocol/survey';
import { type Kysely, sql, type Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { indexContact, indexEntry } from '../chat-search/index-chat-text.ts';
import type { ChatWish } from '../routing/chat-wish.ts';
import { findChat, findChatByRequest } from './chat-repository.ts';
import { insertChatSkills, routeColumns } from './chat-route.ts';
import { type ChatRow, toEntry, toSummary } from './chat-row.ts';
import { countChat, lockChat, readLevelTwoMs, touchesCounts } from './count-chat.ts';
import { isOnlineWithRoom, lockOperator, mayTakePending } from './may-take.ts';

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
  /** It has its wrap-up. */
  readonly isWrappedUp?: true;
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
    | 'wrap_up'
    | 'tags'
    | 'reminded'
    | 'department_id'
    | 'department_name'
    | 'skills'
    | 'route_level'
    | 'route_since'
    | 'offered_to'
    | 'offered_name'
    | 'offered_until'
    | 'offered_before'
    | 'confirm_until'
    | 'transfer_id'
    | 'transfer'
    | 'transfer_until'
    | 'help'
    | 'supervisors'
    | 'claim'
    | 'answered'
    | 'transcript_to'
    | 'transcript_due'
    | 'answers'
    | 'rating'
  >
>;

export interface NewEntry {
  readonly sender: Sender;
  readonly cid: string | null;
  readonly content: EntryContent;
  readonly at: number;
  readonly patch?: ChatPatch;
  /** The chat is over; without a wrap-up it does not close but waits for it. */
  readonly waitsForWrapUp?: boolean;
  /** What a repeat is known by, where the content is made anew at each try. */
  readonly fingerprint?: string;
  /** Writes what belongs to the entry, in its transaction and under the chat's lock. What it throws takes the entry back. */
  readonly alongside?: (trx: Transaction<Database>) => Promise<void>;
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
  const hash = entry.cid === null ? null : (entry.fingerprint ?? hashContent(entry.content));
  try {
    return await db.transaction().execute((trx) => appendWithin(trx, siteId, chatId, guard, entry, hash));
  } catch (error) {
    if (!(error instanceof KnownEntry)) throw error;
    return readSettled(db, (trx) => answerRepeat(trx, siteId, chatId, entry, hash));
  }
}

const closedIfWrappedUp = sql<string>`case when wrap_up is null then 'ended' else 'closed' end`;

const dueIfWanted = sql<number>`case when transcript_to is null then 0 else 1 end`;

async function appendWithin(
  trx: Transaction<Database>,
  siteId: string,
  chatId: string,
  guard: Guard,
  entry: NewEntry,
  hash: string | null,
): Promise<Appended | null> {
  const before = touchesCounts(entry.patch) ? await lockChat(trx, siteId, chatId) : undefined;
  let update = trx
    .updateTable('chat')
    .set((eb) => ({
      ...entry.patch,
      last_seq: eb('last_seq', '+', 1),
      version: eb('version', '+', 1),
      ...(entry.content.kind === 'message' ? { last_message: cut(entry.content.body) } : {}),
      ...(entry.content.kind === 'file' ? { last_message: cut(entry.content.name) } : {}),
      ...(entry.content.kind === 'ended' ? { transcript_due: 1 } : {}),
      ...(entry.content.kind === 'missed' ? { transcript_due: dueIfWanted } : {}),
      ...(entry.waitsForWrapUp ? { state: closedIfWrappedUp } : {}),
    }))
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where('state', 'in', [...guard.states]);
  if (guard.visitorId !== undefined) update = update.where('visitor_id', '=', guard.visitorId);
  if (guard.operatorId !== undefined) update = update.where('operator_id', '=', guard.operatorId);
  if (guard.isNotNudged) update = update.where('nudged', '=', 0);
  if (guard.isWrappedUp) update = update.where('wrap_up', 'is not', null);
  const chat = await update.returningAll().executeTakeFirst();

  if (!chat) {
    // A repeat of what was sent before the chat ended is still acknowledged.
    if (entry.cid !== null && (await findEntryByCid(trx, siteId, chatId, entry))) throw new KnownEntry('known entry');
    return null;
  }
  const appended = { entry: await insertEntry(trx, chat, entry, hash), chat: toSummary(chat), isRepeat: false };
  await entry.alongside?.(trx);
  if (before) await countChat(trx, before, chat);
  return appended;
}

/** What becomes of a chat that is locked for a change: the entry that tells it, and the fields that go with it. */
export type Decided = Pick<NewEntry, 'sender' | 'content'> & { readonly patch: ChatPatch };

/** Sees a chat under its lock, and may write more in the same transaction; null leaves all as it was. */
export type Decide = (trx: Transaction<Database>, chat: ChatRow) => Promise<Decided | null>;

/** Rolls the transaction back when there is nothing to change: no seq must be used up. */
class NothingToChange extends Error {}

/** As `appendEntry`, for what depends on how the chat is. `entry` is null when nothing changed. Null: the chat has none of `states`. */
export async function appendDecided(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  {
    states,
    at,
    before,
  }: {
    readonly states: readonly ChatState[];
    readonly at: number;
    /** What is done before the chat is locked, such as locking something else. */
    readonly before?: (trx: Transaction<Database>) => Promise<void>;
  },
  decide: Decide,
): Promise<{ entry: ChatEntry | null; chat: ChatSummary } | null> {
  try {
    return await db.transaction().execute(async (trx) => {
      await before?.(trx);
      const locked = await trx
        .updateTable('chat')
        .set((eb) => ({ last_seq: eb('last_seq', '+', 1), version: eb('version', '+', 1) }))
        .where('site_id', '=', siteId)
        .where('id', '=', chatId)
        .where('state', 'in', [...states])
        .returningAll()
        .executeTakeFirst();
      if (!locked) return null;
      const decided = await decide(trx, locked);
      if (decided === null) throw new NothingToChange();
      const chat = await trx
        .updateTable('chat')
        .set({ version: locked.version, ...decided.patch })
        .where('site_id', '=', siteId)
        .where('id', '=', chatId)
        .returningAll()
        .executeTakeFirstOrThrow();
      const entry = await insertEntry(trx, chat, { ...decided, cid: null, at }, null);
      if (touchesCounts(decided.patch)) await countChat(trx, locked, chat);
      return { entry, chat: toSummary(chat) };
    });
  } catch (error) {
    if (!(error instanceof NothingToChange)) throw error;
    const chat = await readSettled(db, (trx) => findChat(trx, siteId, chatId));
    return chat && { entry: null, chat };
  }
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
  await indexEntry(db, row.site_id, row.chat_id, { seq: row.seq, content: entry.content });
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
  /** Left out: nothing is asked for. */
  readonly wish?: ChatWish | undefined;
  /** What the visitor answered before it. */
  readonly answers?: readonly StoredAnswer[];
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
    reminded: 0,
    last_seq: entries.length,
    last_message: null,
    seen_by_visitor: 0,
    seen_by_operator: 0,
    wrap_up: null,
    tags: '[]',
    ...routeColumns(chat.wish, chat.at),
    help: null,
    supervisors: '[]',
    claim: null,
    answered: null,
    transcript_to: null,
    transcript_due: 0,
    answers: JSON.stringify(chat.answers ?? []),
    rating: null,
    taken_at: null,
    taken_in_time: null,
    version: 1,
  };
  for (const { content } of entries)
    if (content.kind === 'requested' && content.question) row.last_message = cut(content.question);
  await trx.insertInto('chat').values(row).execute();
  await indexContact(trx, chat.siteId, chat.id, { name: chat.visitorName, email: chat.visitorEmail });
  await insertChatSkills(trx, chat.siteId, chat.id, chat.wish?.skills ?? []);
  for (const [index, entry] of entries.entries())
    await insertEntry(
      trx,
      { ...row, last_seq: index + 1 },
      { ...entry, at: chat.at },
      entry.cid === null ? null : hashContent(entry.content),
    );
  await countChat(trx, null, row);
  return toSummary(row);
}

/**
 * Gives a pending chat to an operator for whom it is and who is Online with room, or null. The operator's row is locked
 * first, so that their accepts line up and the count of their chats, checked in the same statement, holds. `confirmUntil`:
 * it is assigned to them without asking, and until then they have to write or confirm.
 */
export async function acceptPendingChat(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  operator: { id: string; name: string },
  at: number,
  confirmUntil: number | null = null,
): Promise<Appended | null> {
  return db.transaction().execute(async (trx) => {
    await lockOperator(trx, operator.id);
    const before = await lockChat(trx, siteId, chatId);
    if (!before) return null;
    const isInTime = at - before.requested_at < (await readLevelTwoMs(trx, siteId));
    // The first time counts, however often it is handed back.
    const taken = before.taken_at === null ? { taken_at: at, taken_in_time: Number(isInTime) } : {};
    const chat = await trx
      .updateTable('chat')
      .set((eb) => ({
        ...taken,
        state: 'active',
        operator_id: operator.id,
        operator_name: operator.name,
        accepted_at: at,
        pending_since: null,
        quiet_since: null,
        nudged: 0,
        offered_to: null,
        offered_name: null,
        offered_until: null,
        confirm_until: confirmUntil,
        transfer_id: null,
        help: null,
        supervisors: '[]',
        last_seq: eb('last_seq', '+', 1),
        version: eb('version', '+', 1),
      }))
      .where('site_id', '=', siteId)
      .where('id', '=', chatId)
      .where('state', '=', 'pending')
      .where(isOnlineWithRoom(operator.id))
      .where(mayTakePending(operator.id))
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
    await countChat(trx, before, chat);
    return { entry, chat: toSummary(chat), isRepeat: false };
  });
}
