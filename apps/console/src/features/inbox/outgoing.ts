import { operatorSocket } from '../../api/connection.ts';
import { changeInbox, inbox } from './inbox.ts';
import { addMessage, dueMessages, markSent, removeMessage, retryMessage } from './outbox.ts';

/** Puts a message into the outbox and sends it as soon as its turn and the connection come. */
export function sendMessage(siteId: string, chatId: string, body: string): void {
  const message = { cid: newClientId(), siteId, chatId, body, writtenAt: Date.now() };
  changeInbox(({ outbox }) => ({ outbox: addMessage(outbox, message) }));
  sendDue();
}

/** Sends whatever is due. */
export function sendDue(): void {
  for (const { cid, siteId, chatId, body } of dueMessages(inbox.get().outbox, Date.now())) {
    if (!operatorSocket.send({ type: 'message.sent', siteId, chatId, cid, body })) return;
    changeInbox(({ outbox }) => ({ outbox: markSent(outbox, cid) }));
  }
}

/** Tries a refused message again. */
export function retry(cid: string): void {
  changeInbox(({ outbox }) => ({ outbox: retryMessage(outbox, cid) }));
  sendDue();
}

/** Gives a message up. */
export function discard(cid: string): void {
  changeInbox(({ outbox }) => ({ outbox: removeMessage(outbox, cid) }));
}

/** 128 random bits as 32 hex digits. */
export function newClientId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
