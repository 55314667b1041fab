import { localTime } from '@foyer/rules/site-time';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { countChatQuarters } from './count-chat-days.ts';

/** Zones change their offset on quarters of an hour only: chats are counted per quarter, quarters per local day. */
const quarterMs = 900_000;

/** Every day total of a site's chats, counted anew from the chats. A counter of one day may come several times. */
export async function countChatDays(
  db: Kysely<Database>,
  siteId: string,
  timeZone: string,
): Promise<{ day: string; counter: string; value: number }[]> {
  return (await countChatQuarters(db, siteId, quarterMs)).map(({ quarter, counter, value }) => {
    const { date, hour } = localTime(quarter * quarterMs, timeZone);
    const isByHour = counter === 'chatHour' || counter === 'chatMissedHour';
    return { day: date, counter: isByHour ? `${counter}:${String(hour).padStart(2, '0')}` : counter, value };
  });
}
