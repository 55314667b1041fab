import type { DashboardToday } from '@foyer/protocol/dashboard';
import type { Site } from '@foyer/protocol/site';
import { addDays, instantOf, localTime, startOfDay } from '@foyer/rules/site-time';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import type { PartDay } from './count-part-days.ts';
import { sumTallies, type Tally, talliedCounters, toFigures } from './tally.ts';

const weeks = 4;

/** Counts parts of days that are over. */
export type CountParts = (parts: readonly PartDay[]) => Promise<ReadonlyMap<string, Tally>>;

/**
 * Today beside the same weekday of the last weeks, and this month beside the last one: each as a whole, from day totals, and
 * up to the time of day that it is now, to the minute, for which parts of days are counted.
 */
export async function readToday(
  db: Kysely<Database>,
  site: Pick<Site, 'id' | 'timeZone' | 'currency'>,
  now: number,
  countParts: CountParts,
): Promise<DashboardToday> {
  const { date: today, hour, minute } = localTime(now, site.timeZone);
  const month = `${today.slice(0, 8)}01`;
  const lastMonth = `${addDays(month, -1).slice(0, 8)}01`;
  const endOfLastMonth = addDays(month, -1);
  const first = await findFirstDay(db, site.id);
  const weekdays = Array.from({ length: weeks }, (_, index) => addDays(today, -7 * (index + 1))).filter(
    (day) => first !== null && day >= first,
  );
  const hasLastMonth = first !== null && first <= endOfLastMonth;
  const sameDay = `${lastMonth.slice(0, 8)}${today.slice(8)}`;
  // A month that is too short for it was over by then.
  const hasSameDay = hasLastMonth && sameDay <= endOfLastMonth;

  const byDay = await readTallies(db, site.id, weekdays.at(-1) ?? today, lastMonth, today);
  const partOf = (day: string): PartDay => ({
    day,
    from: startOfDay(day, site.timeZone),
    before: instantOf(day, hour * 60 + minute, site.timeZone),
  });
  const partDays = [...new Set([...weekdays, ...(hasSameDay ? [sameDay] : [])])].sort();
  const parts = await countParts(partDays.map(partOf));
  const ofDays = (days: readonly string[], from: ReadonlyMap<string, Tally> = byDay) =>
    sumTallies(days.flatMap((day) => from.get(day) ?? []));
  const range = (from: string, to: string) => ofDays([...byDay.keys()].filter((day) => day >= from && day <= to));
  const lastMonthSoFar = hasSameDay
    ? sumTallies([range(lastMonth, addDays(sameDay, -1)), ofDays([sameDay], parts)])
    : range(lastMonth, endOfLastMonth);

  return {
    at: now,
    today,
    month,
    lastMonth,
    currency: site.currency,
    sums: {
      today: toFigures(ofDays([today])),
      weekday:
        weekdays.length === 0
          ? null
          : {
              days: weekdays,
              untilNow: toFigures(ofDays(weekdays, parts), weekdays.length),
              whole: toFigures(ofDays(weekdays), weekdays.length),
            },
      month: toFigures(range(month, today)),
      lastMonth: hasLastMonth
        ? { untilNow: toFigures(lastMonthSoFar), whole: toFigures(range(lastMonth, endOfLastMonth)) }
        : null,
    },
  };
}

/** The first day of which anything is known; null: there is none yet. */
async function findFirstDay(db: Kysely<Database>, siteId: string): Promise<string | null> {
  const row = await db
    .selectFrom('day_total')
    .select('day')
    .where('site_id', '=', siteId)
    .orderBy('day')
    .limit(1)
    .executeTakeFirst();
  return row?.day ?? null;
}

async function readTallies(
  db: Kysely<Database>,
  siteId: string,
  weekday: string,
  lastMonth: string,
  today: string,
): Promise<ReadonlyMap<string, Tally>> {
  const rows = await db
    .selectFrom('day_total')
    .select(['day', 'counter', 'value'])
    .where('site_id', '=', siteId)
    .where('counter', 'in', talliedCounters)
    .where('day', '>=', weekday < lastMonth ? weekday : lastMonth)
    .where('day', '<=', today)
    .execute();
  const byDay = new Map<string, Map<string, number>>();
  for (const { day, counter, value } of rows) {
    const tally = byDay.get(day) ?? new Map<string, number>();
    byDay.set(day, tally.set(counter, Number(value)));
  }
  return byDay;
}
