import { localTime } from '@foyer/rules/site-time';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type CountedRange, isInRange } from '../../storage/count-family-days.ts';
import type { Database } from '../../storage/tables.ts';
import { selectWrapUpDays } from './chat-wrap-up-repository.ts';
import { countChatQuarters } from './count-chat-days.ts';

/** Zones change their offset on quarters of an hour only: chats are counted per quarter, quarters per local day. */
const quarterMs = 900_000;

/** A value of a counter on a day of the site. */
export interface DayCount {
  readonly day: string;
  readonly counter: string;
  readonly value: number;
}

/**
 * Every day total of a site's chats, counted anew from the chats: of some days, or of all (B-306). A chat belongs to the day
 * on which it was asked for. A counter of one day may come several times.
 */
export async function countChatDays(
  db: Kysely<Database>,
  siteId: string,
  timeZone: string,
  range: CountedRange,
): Promise<DayCount[]> {
  const ofSite = sql<SqlBool>`chat.site_id = ${siteId} and ${isInRange(range, 'requested_at')}`;
  const chats = await countDaysOfChats(db, ofSite, timeZone);
  const wrapUps = await selectWrapUpDays(db, siteId, timeZone, range);
  return [
    ...chats,
    ...wrapUps.map(({ day, optionId, chats: value }) => ({
      day,
      counter: optionId === null ? 'wrapUps' : `wrapUp:${optionId}`,
      value,
    })),
  ];
}

/** The same of those chats alone for which a condition over the table `chat` holds. */
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
