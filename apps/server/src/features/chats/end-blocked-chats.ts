import type { ChatSummary, EntryContent } from '@foyer/protocol/chat';
import type { Storage } from '../../storage/storage.ts';
import { appendEntry, type Sender, system } from './chat-log-repository.ts';
import { listOpenChatsOfSite } from './chat-repository.ts';
import type { ChatService, OperatorInChat } from './chat-service.ts';

export interface EndBlockedParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  readonly requiresWrapUp: (siteId: string) => Promise<boolean>;
  readonly now: () => number;
}

/** Ends the open chats of a site whose visitors a block concerns. Their visitors are told that it is over, not why. */
export async function endBlockedChats(
  parts: EndBlockedParts,
  siteId: string,
  concerns: (chat: ChatSummary) => Promise<boolean>,
  content: Extract<EntryContent, { kind: 'blocked' }>,
  operator: OperatorInChat,
): Promise<void> {
  const sender = { kind: 'operator', id: operator.operatorId, name: operator.name } as const;
  for (const chat of await listOpenChatsOfSite(parts.storage.db, siteId))
    if (await concerns(chat)) await end(parts, siteId, chat.id, content, sender);
}

/** Ends a chat that somebody asked for while they were being blocked. */
export function endRefusedChat(
  parts: EndBlockedParts,
  siteId: string,
  chatId: string,
  content: Extract<EntryContent, { kind: 'blocked' }>,
): Promise<void> {
  return end(parts, siteId, chatId, content, system);
}

async function end(
  { storage: { db }, chats, requiresWrapUp, now }: EndBlockedParts,
  siteId: string,
  chatId: string,
  content: Extract<EntryContent, { kind: 'blocked' }>,
  sender: Sender,
): Promise<void> {
  const at = now();
  const entry = {
    sender,
    cid: null,
    content,
    at,
    patch: { state: 'closed', ended_at: at, ended_by: sender.kind, pending_since: null, help: null },
  } as const;
  const waitsForWrapUp = await requiresWrapUp(siteId);
  const ended =
    (await appendEntry(db, siteId, chatId, { states: ['active'] }, { ...entry, waitsForWrapUp })) ??
    (await appendEntry(db, siteId, chatId, { states: ['pending'] }, entry));
  if (ended) chats.tellMoved(ended.chat, ended.entry);
}
