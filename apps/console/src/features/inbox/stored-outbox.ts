import { operatorVerbs } from '@foyer/protocol/operator-socket';
import { rememberedHere } from '../../api/remembered.ts';
import { allVoices } from '../supervision/voices.ts';
import { addMessage, type Outbox } from './outbox.ts';

// One key per message: two tabs of one operator then never overwrite each other's.
const prefix = (operatorId: string) => `foyer.outbox.${operatorId}.`;

/** Keeps exactly the messages of the outbox in the browser, so that neither reload nor crash loses one. */
export function storeOutbox(operatorId: string, before: Outbox, outbox: Outbox): void {
  for (const message of outbox) {
    if (before.some((one) => one.cid === message.cid)) continue;
    const { cid, siteId, chatId, body, voice, writtenAt } = message;
    const text = JSON.stringify({ writtenAt, voice, message: { type: 'message.sent', siteId, chatId, cid, body } });
    rememberedHere.write(prefix(operatorId) + cid, text);
  }
  for (const { cid } of before)
    if (!outbox.some((one) => one.cid === cid)) rememberedHere.remove(prefix(operatorId) + cid);
}

/** The messages that were not acknowledged when the console was last open. */
export function loadOutbox(operatorId: string): Outbox {
  const found = rememberedHere
    .keys()
    .filter((key) => key.startsWith(prefix(operatorId)))
    .flatMap((key) => readStored(rememberedHere.read(key)))
    .sort((a, b) => a.writtenAt - b.writtenAt);
  return found.reduce<Outbox>((outbox, message) => addMessage(outbox, message), []);
}

function readStored(text: string | null) {
  try {
    const value = JSON.parse(text ?? 'null') as { writtenAt: unknown; voice: unknown; message: unknown } | null;
    const parsed = operatorVerbs['message.sent'].safeParse(value?.message);
    if (!parsed.success || typeof value?.writtenAt !== 'number') return [];
    const voice = allVoices.find((one) => one === value.voice) ?? 'message';
    return [{ ...parsed.data, voice, writtenAt: value.writtenAt }];
  } catch {
    return []; // not ours
  }
}
