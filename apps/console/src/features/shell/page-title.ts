import { useEffect } from 'react';
import { useStore } from '../../api/create-store.ts';
import { countPending } from '../inbox/chat-list.ts';
import { inbox } from '../inbox/inbox.ts';

/** Titles the tab: `(2) Chats — Foyer`, with the pending chats in front. */
export function usePageTitle(title: string): void {
  const pending = useStore(inbox, (state) => countPending(state.chats));
  useEffect(() => {
    document.title = `${pending > 0 ? `(${pending}) ` : ''}${title} — Foyer`;
  }, [pending, title]);
}
