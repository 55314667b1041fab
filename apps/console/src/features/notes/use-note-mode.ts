import type { ChatSummary } from '@foyer/protocol/chat';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newClientId } from '../../api/new-client-id.ts';
import { rememberedInTab } from '../../api/remembered.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { addChatNote } from './notes-api.ts';

/** The longest note. */
const longest = 2000;
const modeKey = (chatId: string) => `foyer.noting.${chatId}`;

/**
 * Whether what is written in a chat's composer is a note. Remembered with the draft: after a reload a half-written note must
 * not stand there as a message to the visitor.
 */
export function useNoteMode({ siteId, id: chatId }: ChatSummary) {
  const { t } = useTranslation('notes');
  const [isOn, setIsOn] = useState(() => rememberedInTab.read(modeKey(chatId)) !== null);
  // The same for every try of one note: it is noted once.
  const tried = useRef<{ body: string; cid: string } | null>(null);
  return {
    isOn,
    longest,
    label: t('message'),
    hint: t('placeholder'),
    action: t('addToChat'),
    toggle() {
      if (isOn) rememberedInTab.remove(modeKey(chatId));
      else rememberedInTab.write(modeKey(chatId), '1');
      setIsOn(!isOn);
    },
    /** `onNoted` is called once it is stored. */
    send(body: string, onNoted: () => void) {
      const note = tried.current?.body === body ? tried.current : { body, cid: newClientId() };
      tried.current = note;
      addChatNote(siteId, chatId, note)
        .then(() => {
          tried.current = null;
          onNoted();
        })
        .catch((error) => notifyFailed(errorText(error), t('failed')));
    },
  };
}
