import type { Kysely } from 'kysely';
import type { CountedRange, CountedTotal } from '../../storage/count-family-days.ts';
import type { Database } from '../../storage/tables.ts';
import { selectWrapUpDays } from './chat-wrap-up-repository.ts';

/** Counts the day totals of chats anew from the facts (B-306). A chat belongs to the day on which it was asked for. */
export async function countChatDays(
  db: Kysely<Database>,
  siteId: string,
  timeZone: string,
  range: CountedRange,
): Promise<CountedTotal[]> {
  const wrapUps = await selectWrapUpDays(db, siteId, timeZone, range);
  return wrapUps.map(({ day, optionId, chats }) => ({
    day,
    counter: optionId === null ? 'wrapUps' : `wrapUp:${optionId}`,
    value: chats,
  }));
}
