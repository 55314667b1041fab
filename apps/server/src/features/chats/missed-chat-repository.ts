import { type ChatEntry, type ChatSummary, chatAnswerSchema } from '@foyer/protocol/chat';
import type { MissedChatFilter } from '@foyer/protocol/missed-chat';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { type ChatRow, toEntry, toSummary } from './chat-row.ts';

const isMissed = sql<boolean>`state = 'missed'`;

/** An answer as it is kept: with the mail that carries it, and the client id that it was sent under. */
export const storedAnswerSchema = chatAnswerSchema.extend({
  to: z.string().nullable(),
  outboxId: z.string().nullable(),
  cid: z.string().nullable(),
});
export type StoredAnswer = z.infer<typeof storedAnswerSchema>;

/** How a chat was answered, as it is kept; null: not yet. */
export function readAnswer({ answered }: Pick<ChatRow, 'answered'>): StoredAnswer | null {
  return answered === null ? null : storedAnswerSchema.parse(JSON.parse(answered));
}

/** A missed chat with what its log began with. */
export interface StoredMissedChat {
  readonly chat: ChatSummary;
  readonly question: string | null;
  readonly answer: StoredAnswer | null;
}

/** What makes a chat one of the missed chats of a status. */
export function missedConditions(status: MissedChatFilter): RawBuilder<SqlBool>[] {
  const missed = sql<SqlBool>`chat.state = 'missed'`;
  switch (status) {
    case 'open':
      return [missed, sql`chat.answered is null`];
    case 'answered':
      return [missed, sql`chat.answered is not null`];
    case 'all':
      return [missed];
  }
}

/** One of them; null: the site has no such chat, or it was not missed. */
export async function findMissedChat(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
): Promise<StoredMissedChat | null> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', chatId)
    .where(isMissed)
    .execute();
  return (await withQuestions(db, siteId, rows))[0] ?? null;
}

/** How many nobody has dealt with. */
export async function countOpenMissed(db: Kysely<Database>, siteId: string): Promise<number> {
  const { count } = await db
    .selectFrom('chat')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('site_id', '=', siteId)
    .where(isMissed)
    .where('answered', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** With what their logs began with. */
export async function withQuestions(
  db: Kysely<Database>,
  siteId: string,
  rows: readonly ChatRow[],
): Promise<StoredMissedChat[]> {
  if (rows.length === 0) return [];
  const firsts = await db
    .selectFrom('chat_entry')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('seq', '=', 1)
    .where(
      'chat_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  const entries = new Map(firsts.map((row) => [row.chat_id, toEntry(row)]));
  return rows.map((row) => ({
    chat: toSummary(row),
    question: questionOf(entries.get(row.id)),
    answer: readAnswer(row),
  }));
}

/** What the visitor asked for the chat with. */
export function questionOf(first: ChatEntry | undefined): string | null {
  return first?.content.kind === 'requested' ? first.content.question : null;
}
