import { useCallback, useEffect, useState } from 'react';
import { rememberedHere } from '../../api/remembered.ts';
import { allVoices, type Voice } from '../supervision/voices.ts';

/** For whom a draft is: both sides of the chat, or operators alone. */
export type DraftKind = Voice | 'note';
const kinds: readonly DraftKind[] = [...allVoices, 'note'];

const chatKey = (chatId: string) => `foyer.draft.${chatId}`;
const draftKey = (chatId: string, kind: DraftKind) => chatKey(chatId) + (kind === 'message' ? '' : `.${kind}`);

/** What is written in a chat and not sent: kept in this browser until it is sent, and the same in every tab. */
export function useDraft(chatId: string, kind: DraftKind): [text: string, write: (text: string) => void] {
  const key = draftKey(chatId, kind);
  const [held, hold] = useState(() => readDraft(key));
  useEffect(() => {
    // Told to all tabs but the one that wrote; a null key: everything was cleared.
    const onStorage = (event: StorageEvent) => {
      if (event.key === key || event.key === null) hold(readDraft(key));
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, [key]);
  const write = useCallback(
    (text: string) => {
      hold({ key, text });
      writeDraft(key, text);
    },
    [key],
  );
  return [held.key === key ? held.text : readDraft(key).text, write];
}

function readDraft(key: string) {
  return { key, text: rememberedHere.read(key) ?? '' };
}

function writeDraft(key: string, text: string): void {
  if (text === '') rememberedHere.remove(key);
  else rememberedHere.write(key, text);
}

/** What is written turns out to be meant for others; a draft that they have already stays, and nothing moves. */
export function moveDraft(chatId: string, from: DraftKind, to: DraftKind): void {
  const { text } = readDraft(draftKey(chatId, from));
  if (text === '' || readDraft(draftKey(chatId, to)).text !== '') return;
  writeDraft(draftKey(chatId, to), text);
  writeDraft(draftKey(chatId, from), '');
}

/** The chat is over and closed: nobody will send it any more. */
export function forgetDraft(chatId: string): void {
  for (const kind of kinds) rememberedHere.remove(draftKey(chatId, kind));
}

/** Signed out: what was written and not sent is nobody else's business. */
export function forgetDrafts(): void {
  for (const key of rememberedHere.keys()) if (key.startsWith(chatKey(''))) rememberedHere.remove(key);
}
