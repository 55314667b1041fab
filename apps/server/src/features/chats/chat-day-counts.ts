import type { LocalTime } from '@foyer/rules/site-time';
import type { ChatRow } from './chat-row.ts';

/** What of a chat its day totals are made of. */
export type CountedChat = Pick<
  ChatRow,
  'state' | 'requested_at' | 'taken_at' | 'taken_in_time' | 'ended_at' | 'rating'
>;

/** Seconds that classes of waiting times end before; what waited longer is the last class, `more`. */
export const waitLimits = [5, 10, 20, 30, 60, 120, 300, 600] as const;

/**
 * What a chat, as it is now, adds to the day totals of the local time at which it was asked for: a chat is missed, taken, or
 * neither (yet). One that was handed back and then missed is missed.
 */
export function countsOfChat(chat: CountedChat, { hour }: Pick<LocalTime, 'hour'>): Map<string, number> {
  const hourKey = String(hour).padStart(2, '0');
  const counts = new Map([
    ['chats', 1],
    [`chatHour:${hourKey}`, 1],
  ]);
  if (chat.rating !== null) counts.set(`chatRating:${chat.rating}`, 1);
  if (chat.state === 'missed') return counts.set('chatsMissed', 1).set(`chatMissedHour:${hourKey}`, 1);
  if (chat.taken_at === null) return counts;
  const waitMs = Math.max(0, chat.taken_at - chat.requested_at);
  counts.set('chatsTaken', 1).set('chatWaitMs', waitMs);
  counts.set(`chatWait:${waitLimits.find((limit) => waitMs < limit * 1000) ?? 'more'}`, 1);
  if (chat.taken_in_time === 1) counts.set('chatsInTime', 1);
  if (chat.ended_at === null) return counts;
  return counts.set('chatsOver', 1).set('chatLengthMs', Math.max(0, chat.ended_at - chat.taken_at));
}

/** What a change of a chat changes in its day totals; null: it was not there before. */
export function differenceOfCounts(
  before: CountedChat | null,
  after: CountedChat,
  local: Pick<LocalTime, 'hour'>,
): { counter: string; value: number }[] {
  const differences = countsOfChat(after, local);
  if (before !== null)
    for (const [counter, value] of countsOfChat(before, local))
      differences.set(counter, (differences.get(counter) ?? 0) - value);
  return (
    [...differences]
      .filter(([, value]) => value !== 0)
      // In the order of their key, as everybody takes these locks.
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([counter, value]) => ({ counter, value }))
  );
}
