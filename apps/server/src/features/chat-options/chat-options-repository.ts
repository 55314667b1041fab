import { type ChatOptions, type ChatOptionsInput, chatOptionsInputSchema } from '@foyer/protocol/chat-options';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's chat options; the defaults with version 0 when it has never saved any. */
export async function getChatOptions(db: Kysely<Database>, siteId: string): Promise<ChatOptions> {
  const stored = await readSingleDocument(db, 'chat_options', siteId);
  return { ...chatOptionsInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the options if they still have this version (0: none saved yet); null otherwise. */
export async function saveChatOptions(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: ChatOptionsInput,
): Promise<ChatOptions | null> {
  const saved = await saveSingleDocument(db, 'chat_options', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
