import { operatorSocket } from '../../api/connection.ts';
import { createStore } from '../../api/create-store.ts';

/** What visitors are typing and have not sent, by chat id; in memory only. */
export const drafts = createStore<Readonly<Record<string, string>>>({});

/** Keeps what visitors are typing as the server tells it; returns the way to stop. */
export function followDrafts(): () => void {
  const stop = operatorSocket.onFrame((frame) => {
    if (frame.type === 'draft.changed') setDraft(frame.chatId, frame.text);
    if (frame.type === 'entry' && frame.entry.sender.kind === 'visitor') setDraft(frame.chatId, '');
    if (frame.type === 'chat.changed' && frame.chat.state !== 'active') setDraft(frame.chat.id, '');
    if (frame.type === 'welcome') drafts.set({}); // what happened meanwhile is not known
  });
  return () => {
    stop();
    drafts.set({});
  };
}

function setDraft(chatId: string, text: string): void {
  const { [chatId]: before, ...others } = drafts.get();
  if ((before ?? '') !== text) drafts.set(text === '' ? others : { ...others, [chatId]: text });
}
