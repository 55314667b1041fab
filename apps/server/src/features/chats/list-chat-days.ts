import { localTime } from '@foyer/rules/site-time';
import type { Kysely, RawBuilder, SqlBool } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { countChatQuarters } from './count-chat-quarters.ts';

/** Zones change their offset on quarters of an hour only: chats are counted per quarter, quarters per local day. */
const quarterMs = 900_000;

/** A value of a counter on a day of the site. */
export interface DayCount {
  readonly day: string;
  readonly counter: string;
  readonly value: number;
}

/**
 * Day totals of chats, counted anew from those for which a condition over the table `chat` holds. A counter of one day may
 * come several times.
 */
export async function countDaysOfChats(
  db: Kysely<Database>,
  condition: RawBuilder<SqlBool>,
  timeZone: string,
): Promise<DayCount[]> {
  return (await countChatQuarters(db, condition, quarterMs)).map(({ quarter, counter, value }) => {
    const { date, hour } = localTime(quarter * quarterMs, timeZone);
    const isByHour = counter === 'chatHour' || counter === 'chatMissedHour';
    return { day: date, counter: isByHour ? `${counter}:${String(hour).padStart(2, '0')}` : counter, value };
  });
}

export { waitLimits } from './chat-day-counts.ts';
