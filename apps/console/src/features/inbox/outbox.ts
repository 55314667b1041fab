import type { Voice } from '../supervision/voices.ts';

/** A message on its way to the server. */
export interface Outgoing {
  /** The sender's id of the message; a repeat under it is stored once. */
  cid: string;
  siteId: string;
  chatId: string;
  body: string;
  voice: Voice;
  /** Epoch ms by this computer's clock; orders what waits. */
  writtenAt: number;
  state: 'waiting' | 'sent' | 'refused';
  /** Why it was refused, for people. */
  fault: string | null;
  /** Epoch ms by this computer's clock before which it must not be tried again. */
  notBefore: number;
}

/** Messages not yet acknowledged, in the order in which they were written. */
export type Outbox = readonly Outgoing[];

/** Adds a message at the end, once. */
export function addMessage(
  outbox: Outbox,
  message: Pick<Outgoing, 'cid' | 'siteId' | 'chatId' | 'body' | 'voice' | 'writtenAt'>,
): Outbox {
  if (outbox.some((one) => one.cid === message.cid)) return outbox;
  return [...outbox, { ...message, state: 'waiting', fault: null, notBefore: 0 }];
}

/** What may be sent now: per chat the first message, and only if none is under way, so that order holds whatever fails. */
export function dueMessages(outbox: Outbox, now: number): Outgoing[] {
  const seen = new Set<string>();
  return outbox.filter((message) => {
    if (message.state === 'refused' || seen.has(message.chatId)) return false;
    seen.add(message.chatId);
    return message.state === 'waiting' && message.notBefore <= now;
  });
}

export function markSent(outbox: Outbox, cid: string): Outbox {
  return change(outbox, cid, { state: 'sent' });
}

/** The server has it for good, or the operator gave it up. */
export function removeMessage(outbox: Outbox, cid: string): Outbox {
  return outbox.filter((message) => message.cid !== cid);
}

/** The server said no, and would again. */
export function refuseMessage(outbox: Outbox, cid: string, fault: string): Outbox {
  return change(outbox, cid, { state: 'refused', fault });
}

/** The server said: later. */
export function postponeMessage(outbox: Outbox, cid: string, notBefore: number): Outbox {
  return change(outbox, cid, { state: 'waiting', notBefore });
}

/** The operator wants a refused message tried again. */
export function retryMessage(outbox: Outbox, cid: string): Outbox {
  return change(outbox, cid, { state: 'waiting', fault: null, notBefore: 0 });
}

/** The connection is new: nobody knows what became of messages under way, so they are sent again. */
export function requeueSent(outbox: Outbox): Outbox {
  return outbox.map((message) => (message.state === 'sent' ? { ...message, state: 'waiting' } : message));
}

function change(outbox: Outbox, cid: string, fields: Partial<Outgoing>): Outbox {
  return outbox.map((message) => (message.cid === cid ? { ...message, ...fields } : message));
}
