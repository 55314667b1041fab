import type { ChatOptions } from '@foyer/protocol/chat-options';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getChatOptions } from './chat-options-repository.ts';

/** A site's chat options, for other features. */
export function readChatOptions(db: Kysely<Database>, siteId: string): Promise<ChatOptions> {
  return getChatOptions(db, siteId);
}
