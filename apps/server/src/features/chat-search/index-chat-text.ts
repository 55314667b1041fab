import type { EntryContent } from '@foyer/protocol/chat';
import type { Kysely } from 'kysely';
import { contactSeq, searchableText } from '../../storage/searchable-text.ts';
import { joinWords } from '../../storage/split-words.ts';
import type { Database } from '../../storage/tables.ts';

/** Makes an entry be found, in the transaction that stores it. */
export async function indexEntry(
  trx: Kysely<Database>,
  siteId: string,
  chatId: string,
  { seq, content }: { seq: number; content: EntryContent },
): Promise<void> {
  const words = joinWords(searchableText(content));
  if (words !== '')
    await trx.insertInto('chat_text').values({ site_id: siteId, chat_id: chatId, seq, words }).execute();
}

/** Makes a new chat be found by its visitor's name and e-mail address. */
export async function indexContact(
  trx: Kysely<Database>,
  siteId: string,
  chatId: string,
  contact: Contact,
): Promise<void> {
  const words = joinWords(contactText(contact));
  await trx.insertInto('chat_text').values({ site_id: siteId, chat_id: chatId, seq: contactSeq, words }).execute();
}

/** Makes a chat be found by the name and address it has now, and by no earlier ones. */
export async function reindexContact(
  trx: Kysely<Database>,
  siteId: string,
  chatId: string,
  contact: Contact,
): Promise<void> {
  await trx
    .deleteFrom('chat_text')
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('seq', '=', contactSeq)
    .execute();
  await indexContact(trx, siteId, chatId, contact);
}

interface Contact {
  readonly name: string | null;
  readonly email: string | null;
}

/** The contact of a chat as one text, which snippets are taken from. */
export function contactText({ name, email }: Contact): string {
  return [name, email].filter(Boolean).join(' · ');
}

/** Takes chats out of the index, for erasure and retention: nothing they said is found any more, nor stands in the index. */
export async function removeFromSearch(
  db: Kysely<Database>,
  siteId: string,
  chatIds: readonly string[],
): Promise<void> {
  if (chatIds.length === 0) return;
  await db
    .deleteFrom('chat_text')
    .where('site_id', '=', siteId)
    .where('chat_id', 'in', [...chatIds])
    .execute();
}
