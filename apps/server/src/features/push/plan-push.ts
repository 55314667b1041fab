import type { OutboxMessage } from '@foyer/protocol/outbox';
import { isPendingChat } from '../chats/list-chats.ts';
import { type Outcome, outcome } from '../outbox/outcome.ts';
import type { DeliveryParts, Plan } from '../outbox/plan-delivery.ts';
import { ensurePushKeys } from './push-keys.ts';
import { sendPush } from './send-push.ts';
import { findLiveSubscription, removeSubscription } from './subscription-repository.ts';

const limitMs = 15_000;
/** What could not be sent for so long is no news any more. */
const newsMs = 5 * 60_000;

/** How a push message is sent: to a browser that still wants it, of a chat that still waits. */
export async function planPush(
  { storage, box, guard, origin, now }: DeliveryParts,
  { site_id: siteId, created_at: createdAt }: { site_id: string; created_at: number },
  { to, chatId, title, body, tag }: Extract<OutboxMessage, { kind: 'push' }>,
): Promise<Plan> {
  const { db } = storage;
  if (now() - createdAt > newsMs) return hold('suppressed', 'It could not be sent in time, and is no news any more');
  if (!(await isPendingChat(db, siteId, chatId))) return hold('suppressed', 'The chat does not wait any more');
  const subscription = await findLiveSubscription(db, to);
  if (!subscription) return hold('suppressed', 'The operator has signed out there, or switched push off');
  const keys = await ensurePushKeys(db, box);
  if (!keys) return hold('notConfigured', 'The keys for push were stored under another FOYER_SECRET');
  const payload = { kind: 'notice', title, body, path: `/console/chats/${chatId}`, tag } as const;
  return {
    kind: 'send',
    limitMs,
    async send(signal): Promise<Outcome> {
      const sent = await sendPush({ guard, keys, origin: origin() }, subscription, payload, now(), signal);
      if (sent.kind === 'gone') {
        await removeSubscription(db, to, null);
        return outcome('refused', `${sent.answer}: this browser is taken off the list`);
      }
      // Many push services share the lane: one that fails must not hold up the others.
      return sent.kind === 'failed' ? outcome('deferred', sent.answer, sent.retryAfterMs) : sent;
    },
  };
}

function hold(state: 'notConfigured' | 'suppressed', reason: string): Plan {
  return { kind: 'hold', state, reason };
}
