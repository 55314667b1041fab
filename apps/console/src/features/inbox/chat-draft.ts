import { useCallback, useEffect, useState } from 'react';
import { rememberedHere } from '../../api/remembered.ts';

const draftKey = (chatId: string) => `foyer.draft.${chatId}`;

/** What is written in a chat and not sent: kept in this browser until it is sent, and the same in every tab. */
export function useDraft(chatId: string): [text: string, write: (text: string) => void] {
  const key = draftKey(chatId);
  const [text, setText] = useState(() => rememberedHere.read(key) ?? '');
  useEffect(() => {
    // Told to all tabs but the one that wrote; a null key: everything was cleared.
    const onStorage = (event: StorageEvent) => {
      if (event.key === key || event.key === null) setText(rememberedHere.read(key) ?? '');
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, [key]);
  const write = useCallback(
    (value: string) => {
      setText(value);
      if (value === '') rememberedHere.remove(key);
      else rememberedHere.write(key, value);
    },
    [key],
  );
  return [text, write];
}

/** The chat is over and closed: nobody will send it any more. */
export function forgetDraft(chatId: string): void {
  rememberedHere.remove(draftKey(chatId));
}

/** Signed out: what was written and not sent is nobody else's business. */
export function forgetDrafts(): void {
  for (const key of rememberedHere.keys()) if (key.startsWith(draftKey(''))) rememberedHere.remove(key);
}
