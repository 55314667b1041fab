import i18next from 'i18next';
import { operatorSocket } from '../../api/connection.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { groupChats } from './chat-list.ts';
import { inbox } from './inbox.ts';

type Navigate = (to: string) => void;

/** Accepts a pending chat and opens it. Another operator may have been faster: the server then says who has it. */
export async function acceptChat(siteId: string, chatId: string, navigate: Navigate): Promise<void> {
  try {
    await operatorSocket.request({ type: 'chat.accepted', siteId, chatId });
    navigate(`/chats/${chatId}`);
  } catch (error) {
    notifyFailed(error instanceof Error ? error.message : String(error), i18next.t('inbox:acceptFailed'));
  }
}

/** Accepts the chat that has waited longest; does nothing when none waits. */
export function acceptFirstPending(navigate: Navigate): void {
  const first = groupChats(inbox.get().chats, '').pending[0];
  if (first !== undefined) void acceptChat(first.siteId, first.id, navigate);
}
