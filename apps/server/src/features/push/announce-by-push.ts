import type { ChatSummary } from '@foyer/protocol/chat';
import type { NoticeKind } from '@foyer/protocol/chat-notice';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ChatNotices } from '../chats/chat-notices.ts';
import type { EligibleOperators } from '../chats/eligible-operators.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { listLiveSubscriptions } from './subscription-repository.ts';

const titles: Record<NoticeKind, string> = {
  request: 'Pending chat',
  one: 'Still waiting',
  two: 'Has waited too long',
};

interface Parts {
  readonly storage: Storage;
  readonly eligible: EligibleOperators;
  readonly notices: Pick<ChatNotices, 'told'>;
  readonly now: () => number;
  /** Sends what was put into the outbox. */
  readonly wake: () => void;
}

/**
 * Puts a push message into the outbox for each browser of those who could take a pending chat: once per cause and pending
 * period, whichever node looks first.
 */
export async function announceByPush(
  { storage, eligible, notices, now, wake }: Parts,
  chat: ChatSummary,
  cause: NoticeKind,
): Promise<void> {
  const { siteId, id: chatId, pendingSince } = chat;
  const offeredTo = chat.route?.offer?.operatorId;
  const able = eligible(chat).filter(
    ({ operatorId, obstacle }) => obstacle === null && (offeredTo === undefined || offeredTo === operatorId),
  );
  const subscriptions = await listLiveSubscriptions(
    storage.db,
    able.map(({ operatorId }) => operatorId),
  );
  if (subscriptions.length === 0) return;
  const nameOf = (id: string) => able.find(({ operatorId }) => operatorId === id)?.name ?? '';
  const rows = subscriptions.map(({ id: to, operatorId }) =>
    toOutboxRow({
      siteId,
      id: newId(),
      at: now(),
      occurrence: `push ${chatId} ${pendingSince} ${cause} ${to}`,
      cause: titles[cause],
      visitorId: chat.visitorId,
      visitId: chat.visitId,
      message: {
        kind: 'push',
        to,
        operator: nameOf(operatorId),
        chatId,
        title: `${titles[cause]}: ${chat.visitorName ?? 'a visitor'}`,
        body: chat.lastMessage ?? '',
        // As the console's own notices: where both come, one stands.
        tag: cause === 'request' ? `chat-${chatId}` : `reminder-${chatId}`,
      },
    }),
  );
  const added = await storage.db.transaction().execute((trx) => insertOutboxItems(trx, storage.dialect, rows));
  if (added.length === 0) return;
  wake();
  for (const operatorId of new Set(subscriptions.map((one) => one.operatorId)))
    await notices.told(chat, cause, { operatorId, name: nameOf(operatorId) }, 'push');
}
