import type { ChatSummary } from '@foyer/protocol/chat';
import i18next from 'i18next';
import { operatorSocket } from '../../api/connection.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { inbox } from '../inbox/inbox.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';

/** Tells an operator what became of the chats that they offered to others. */
export function followTransfers(operatorId: string): () => void {
  /** Own open transfers, by chat. */
  const offered = new Map<string, string>();

  function take(chat: ChatSummary): void {
    const before = offered.get(chat.id);
    const isMine = chat.state === 'active' && chat.operatorId === operatorId;
    const now = isMine ? chat.transfer?.id : undefined;
    if (now === undefined) offered.delete(chat.id);
    else offered.set(chat.id, now);
    if (before === undefined || now !== undefined) return;
    if (chat.state === 'active' && !isMine)
      notifyDone(i18next.t('routing:takenTitle', { name: chat.operatorName ?? '' }));
    else if (isMine && !wasTakenBack(chat.id))
      notifyFailed(
        i18next.t('routing:notTaken', { name: visitorLabel({ name: chat.visitorName, country: chat.country }) }),
      );
  }

  return operatorSocket.onFrame((frame) => {
    if (frame.type === 'welcome') for (const chat of frame.chats) take(chat);
    if (frame.type === 'chat.changed') take(frame.chat);
  });
}

/** Whoever takes their offer back needs no word of it. */
function wasTakenBack(chatId: string): boolean {
  const entries = inbox.get().logs[chatId]?.entries ?? [];
  const last = entries.findLast(({ content }) => content.kind === 'transferDeclined')?.content;
  return last?.kind === 'transferDeclined' && last.reason === 'cancelled';
}
