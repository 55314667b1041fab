import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listEntries } from './chat-repository.ts';
import { toSummary } from './chat-row.ts';

const entriesAtATime = 500;
/** Chats that one look takes at most. */
const chatsAtATime = 100;
/** Entries of a chat that a transcript is made of at most: the newest. */
const mostEntries = 5000;

/** A chat's log, or of a very long one its end. */
export async function readLog(db: Kysely<Database>, { siteId, id, lastSeq }: ChatSummary): Promise<ChatEntry[]> {
  const all: ChatEntry[] = [];
  let after = Math.max(0, lastSeq - mostEntries);
  for (;;) {
    const page = await listEntries(db, siteId, id, after, entriesAtATime);
    all.push(...page);
    after = page.at(-1)?.seq ?? after;
    if (page.length < entriesAtATime) return all;
  }
}

/** How often the transcript was sent to the visitor's side. */
export async function countVisitorTranscripts(db: Kysely<Database>, siteId: string, chatId: string): Promise<number> {
  const { count } = await db
    .selectFrom('chat_entry')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('content', 'like', '{"kind":"transcriptSent"%')
    .where('content', 'like', '%"audience":"visitor"}')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Remembers where the visitor of a chat that goes on wants its transcript, once it is over. False: it goes on no more. */
export async function setTranscriptWish(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  to: string,
): Promise<boolean> {
  const row = await db
    .updateTable('chat')
    .set({ transcript_to: to })
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where('state', 'in', ['pending', 'active'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Chats that have ended and whose transcripts are not on their way yet, with where the visitor wants theirs. */
export async function listTranscriptsDue(
  db: Kysely<Database>,
): Promise<{ chat: ChatSummary; visitorTo: string | null }[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where(sql<boolean>`transcript_due = 1`)
    .orderBy('id')
    .limit(chatsAtATime)
    .execute();
  return rows.map((row) => ({ chat: toSummary(row), visitorTo: row.transcript_to }));
}

/** Nothing more is to be sent of this chat by itself. */
export async function clearTranscriptDue(db: Kysely<Database>, siteId: string, chatId: string): Promise<void> {
  await db
    .updateTable('chat')
    .set({ transcript_due: 0, transcript_to: null })
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .execute();
}
