import i18next from 'i18next';
import { operatorSocket } from '../../api/connection.ts';
import { meQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { ringsAt } from '../routing/may-take.ts';
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

/** Accepts the chat that has waited longest of those that ring here; does nothing when none does. */
export function acceptFirstPending(navigate: Navigate): void {
  const id = queryClient.getQueryData(meQuery.queryKey)?.id ?? '';
  const first = groupChats(inbox.get().chats, id).pending.find((chat) => ringsAt(chat, id));
  if (first !== undefined) void acceptChat(first.siteId, first.id, navigate);
}
