import type { ChatState, ChatSummary } from '@foyer/protocol/chat';
import { AppError } from '../../http/app-error.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import type { Storage } from '../../storage/storage.ts';
import { appendDecided, type Decide, type Sender } from './chat-log-repository.ts';
import { findChat, wasInChat } from './chat-repository.ts';
import type { ChatService } from './chat-service.ts';

export interface ClassifyParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  /** IANA time zone of a site: chats count on its days. */
  readonly timeZoneOf: (siteId: string) => Promise<string>;
  /** Tells the rules that what they know of a visitor's chats has changed. */
  readonly onClassified: (siteId: string, visitorId: string) => void;
  readonly now: () => number;
}

export function senderOf({ operatorId, name }: OperatorPrincipal): Sender {
  return { kind: 'operator', id: operatorId, name };
}

/** Changes how a chat is classified, writes it in its log, and tells everybody. Null: the chat has none of these states. */
export async function changeClassification(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  states: readonly ChatState[],
  decide: Decide,
): Promise<ChatSummary | null> {
  const changed = await appendDecided(parts.storage.db, siteId, chatId, { states, at: parts.now() }, decide);
  if (changed?.entry) {
    parts.chats.tellClassified(changed.chat, changed.entry);
    parts.onClassified(siteId, changed.chat.visitorId);
  }
  return changed?.chat ?? null;
}

/** A chat that this operator has had, or may look after as a supervisor. Throws `not_found` or `forbidden`. */
export async function requireOwnOrSupervised(
  { storage: { db } }: Pick<ClassifyParts, 'storage'>,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  const chat = await findChat(db, siteId, chatId);
  if (!chat) throw new AppError('not_found', 'No such chat');
  const isTheirs = chat.operatorId === operator.operatorId || hasRole(operator.role, 'supervisor');
  if (!isTheirs && !(await wasInChat(db, siteId, chatId, operator.operatorId)))
    throw new AppError('forbidden', 'Only operators of this chat, and supervisors, may do this');
  return chat;
}
