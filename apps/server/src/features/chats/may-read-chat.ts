import type { ChatSummary } from '@foyer/protocol/chat';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listActiveOfOthers, listChatsHeld, wasInChat } from './chat-repository.ts';
import { isOfferedTo } from './transfer-repository.ts';

/**
 * Whether an operator may read along in a chat of one of their sites: one that waits or is over is everybody's, an active
 * one is for who has or had it, or is offered it. `oversees`: a supervisor, who may read them all.
 */
export async function mayReadChat(
  db: Kysely<Database>,
  chat: ChatSummary,
  { operatorId, oversees }: { operatorId: string; oversees: boolean },
): Promise<boolean> {
  if (oversees || chat.state !== 'active' || chat.operatorId === operatorId) return true;
  if (chat.transfer !== null && (await isOfferedTo(db, chat.siteId, chat.transfer.to, operatorId))) return true;
  return wasInChat(db, chat.siteId, chat.id, operatorId);
}

/** Active chats of a site that an operator may read although somebody else has them now. */
export async function listReadableActive(db: Kysely<Database>, siteId: string, operatorId: string): Promise<string[]> {
  const active = await listActiveOfOthers(db, siteId, operatorId);
  const held = await listChatsHeld(
    db,
    siteId,
    active.map(({ id }) => id),
    operatorId,
  );
  const readable = new Set(held);
  for (const { id, transfer } of active)
    if (transfer !== null && (await isOfferedTo(db, siteId, transfer.to, operatorId))) readable.add(id);
  return [...readable];
}
