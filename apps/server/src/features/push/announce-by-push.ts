import type { ChatSummary } from '@foyer/protocol/chat';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import { listStaffOf } from '../operators/list-staff.ts';
import type { Staff } from '../operators/staff.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { listLiveSubscriptions } from './subscription-repository.ts';

/** What operators are called for: a chat was requested or handed back, or has waited for a level. */
export type PushCause = 'pending' | 'one' | 'two';

const titles: Record<PushCause, string> = {
  pending: 'Pending chat',
  one: 'Still waiting',
  two: 'Has waited too long',
};

interface Parts {
  readonly storage: Storage;
  readonly staff: Staff;
  readonly now: () => number;
  /** Sends what was put into the outbox. */
  readonly wake: () => void;
}

/**
 * Puts a push message into the outbox for each browser of those who could take a pending chat: once per cause and pending
 * period, whichever node looks first.
 */
export async function announceByPush(
  { storage, staff, now, wake }: Parts,
  chat: ChatSummary,
  cause: PushCause,
): Promise<void> {
  const { siteId, id: chatId, pendingSince } = chat;
  const able = (await listStaffOf(storage.db, siteId)).filter(({ id }) => staff.canTake(id, siteId));
  const subscriptions = await listLiveSubscriptions(
    storage.db,
    able.map(({ id }) => id),
  );
  if (subscriptions.length === 0) return;
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
        operator: able.find(({ id }) => id === operatorId)?.name ?? '',
        chatId,
        title: `${titles[cause]}: ${chat.visitorName ?? 'a visitor'}`,
        body: chat.lastMessage ?? '',
        // As the console's own notices: where both come, one stands.
        tag: cause === 'pending' ? `chat-${chatId}` : `reminder-${chatId}`,
      },
    }),
  );
  const added = await storage.db.transaction().execute((trx) => insertOutboxItems(trx, storage.dialect, rows));
  if (added.length > 0) wake();
}
