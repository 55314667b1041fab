import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findChat, listEntries } from './chat-repository.ts';

/** What the visitor answered, by the name of the question; what is masked is left out. */
export async function readSurvey(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
): Promise<Readonly<Record<string, string>>> {
  const [chat, [first]] = await Promise.all([findChat(db, siteId, chatId), listEntries(db, siteId, chatId, 0, 1)]);
  if (first?.content.kind !== 'requested') return chat?.answers ?? {};
  const { name, email, question } = first.content;
  // Chats from before there were surveys have these alone.
  const asked = Object.entries({ name, email, question }).flatMap(([key, answer]) =>
    answer === null ? [] : [[key, answer]],
  );
  return { ...Object.fromEntries(asked), ...chat?.answers };
}
