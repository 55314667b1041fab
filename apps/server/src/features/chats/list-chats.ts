import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findChat } from './chat-repository.ts';

export { countOpenChats, hasChats, listChatsOfVisitor, listOpenChats, markAllVisitorsLeft } from './chat-repository.ts';

/** Whether a chat of the site waits to be picked up. */
export async function isPendingChat(db: Kysely<Database>, siteId: string, chatId: string): Promise<boolean> {
  return (await findChat(db, siteId, chatId))?.state === 'pending';
}
