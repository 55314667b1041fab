import type { NoticeKind } from '@foyer/protocol/chat-notice';
import { operatorSocket } from '../../api/connection.ts';
import { inbox } from '../inbox/inbox.ts';
import { ownStatus } from '../shell/own-status.ts';

/** Tells the server that this console has shown a notice of a chat that waits. */
export function confirmNotice(siteId: string, chatId: string, notice: NoticeKind): void {
  operatorSocket.send({ type: 'notice.confirmed', siteId, chatId, notice });
}

/**
 * Says of each pending chat, once for each wait, that it stands on this console's list, while its operator takes chats.
 * Returns the way to stop.
 */
export function followPending(): () => void {
  const confirmed = new Map<string, number>();
  const look = () => {
    if (ownStatus.get() !== 'online') return;
    for (const { id, siteId, state, pendingSince } of Object.values(inbox.get().chats)) {
      if (state !== 'pending' || pendingSince === null || confirmed.get(id) === pendingSince) continue;
      confirmed.set(id, pendingSince);
      confirmNotice(siteId, id, 'request');
    }
  };
  const stops = [inbox.subscribe(look), ownStatus.subscribe(look)];
  return () => {
    for (const stop of stops) stop();
  };
}
