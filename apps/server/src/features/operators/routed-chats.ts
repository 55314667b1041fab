import type { ChatSummary } from '@foyer/protocol/chat';
import { LRUCache } from 'lru-cache';
import { isChatFor } from '../chats/chat-router.ts';
import type { Staff } from './staff.ts';

/** Chats of one's sites that may be for several, at most; the oldest are forgotten first. */
const maxAround = 5000;

/** Which pending chats and offered transfers concern one console, as staff and chats change. */
export class RoutedChats {
  readonly #staff: Staff;
  readonly #operatorId: () => string;
  readonly #seesAll: () => boolean;
  /** Pending chats and those in transfer, whether they are shown or not. */
  readonly #around = new LRUCache<string, ChatSummary>({ max: maxAround });

  constructor(staff: Staff, operatorId: () => string, seesAll: () => boolean) {
    this.#staff = staff;
    this.#operatorId = operatorId;
    this.#seesAll = seesAll;
  }

  /** Whether the console shows this chat for its routing: pending ones for its operator, or all; transfers that they could take. */
  concerns(chat: ChatSummary): boolean {
    if (chat.state !== 'pending' && chat.transfer === null) {
      this.#around.delete(chat.id);
      return false;
    }
    this.#around.set(chat.id, chat);
    return (chat.state === 'pending' && this.#seesAll()) || this.#isForMe(chat);
  }

  /** The chat as this console is told of it. */
  mark(chat: ChatSummary): ChatSummary {
    return chat.state === 'pending' || chat.transfer !== null ? { ...chat, isForMe: this.#isForMe(chat) } : chat;
  }

  /** What may concern the console otherwise, now that staff has changed. */
  around(): ChatSummary[] {
    return [...this.#around.values()];
  }

  /** Whether the operator could take this chat now. */
  couldTake(chatId: string): boolean {
    const chat = this.#around.get(chatId);
    if (chat?.state !== 'pending' || !this.#isForMe(chat)) return false;
    const offer = chat.route?.offer ?? null;
    return (offer === null || offer.operatorId === this.#operatorId()) && this.#hasRoom(chat.siteId);
  }

  #isForMe(chat: ChatSummary): boolean {
    const operatorId = this.#operatorId();
    const isMine = isChatFor(chat, { operatorId, ...this.#staff.membershipsOf(operatorId) });
    // A transfer is offered only to those who can take it; a pending chat is seen by all for whom it is.
    return isMine && (chat.state === 'pending' || this.#hasRoom(chat.siteId));
  }

  #hasRoom(siteId: string): boolean {
    return this.#staff.canTake(this.#operatorId(), siteId);
  }
}
