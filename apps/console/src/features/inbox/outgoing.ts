import { operatorSocket } from '../../api/connection.ts';
import { newClientId } from '../../api/new-client-id.ts';
import type { Voice } from '../supervision/voices.ts';
import { changeInbox, inbox } from './inbox.ts';
import { addMessage, dueMessages, markSent, removeMessage, retryMessage } from './outbox.ts';

const verbOf = { message: 'message.sent', spoken: 'message.spoken', whisper: 'whisper.sent' } as const;

/** Puts a message into the outbox and sends it as soon as its turn and the connection come. */
export function sendMessage(siteId: string, chatId: string, body: string, voice: Voice): void {
  const message = { cid: newClientId(), siteId, chatId, body, voice, writtenAt: Date.now() };
  changeInbox(({ outbox }) => ({ outbox: addMessage(outbox, message) }));
  sendDue();
}

/** Sends whatever is due. */
export function sendDue(): void {
  for (const { cid, siteId, chatId, body, voice } of dueMessages(inbox.get().outbox, Date.now())) {
    if (!operatorSocket.send({ type: verbOf[voice], siteId, chatId, cid, body })) return;
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
