import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listEntries } from './chat-repository.ts';

/** What the visitor answered before the chat began, by the name of the question. */
export async function readSurvey(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
): Promise<Readonly<Record<string, string>>> {
  const [first] = await listEntries(db, siteId, chatId, 0, 1);
  if (first?.content.kind !== 'requested') return {};
  const { name, email, question } = first.content;
  return Object.fromEntries(
    Object.entries({ name, email, question }).flatMap(([key, answer]) => (answer === null ? [] : [[key, answer]])),
  );
}
