import type { HoursRange, WeekdayName, WeekHours } from '@foyer/protocol/week-hours';
import { addDays, instantOf, localTime } from './site-time.ts';

/** Hours by weekday, and dates that have hours of their own. */
export interface Hours {
  readonly week: WeekHours;
  readonly exceptions: readonly { readonly date: string; readonly hours: readonly HoursRange[] }[];
}

/** Whether an instant is within the hours, and until when that stays so; null: for longer than anybody looks ahead. */
export interface HoursState {
  readonly isInside: boolean;
  /** Epoch ms. */
  readonly until: number | null;
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** So far ahead a change is looked for. */
const maxDaysAhead = 400;

/** How the hours stand at an instant, by the clock of a zone. A time that the clock shows twice counts once. */
export function stateOfHours(hours: Hours, at: number, timeZone: string): HoursState {
  let until: number | null = null;
  for (let day = 0, { date } = localTime(at, timeZone); day < maxDaysAhead; day += 1, date = addDays(date, 1))
    for (const interval of intervalsOn(hours, date, timeZone)) {
      if (interval.to <= at) continue;
      if (until === null) {
        if (interval.from > at) return { isInside: false, until: interval.from };
        until = interval.to;
      } else if (interval.from <= until) until = Math.max(until, interval.to);
      else return { isInside: true, until };
    }
  const isForEver = until !== null && until > at + (maxDaysAhead - 2) * 86_400_000;
  return { isInside: until !== null, until: isForEver ? null : until };
}

function intervalsOn({ week, exceptions }: Hours, date: string, timeZone: string): Interval[] {
  const weekday = localTime(Date.parse(`${date}T00:00:00Z`), 'UTC').weekday as WeekdayName;
  const ranges = exceptions.find((exception) => exception.date === date)?.hours ?? week[weekday];
  return ranges
    .map(({ from, to }) => ({
      from: instantOf(date, minutesOf(from), timeZone, 'first'),
      to: instantOf(date, minutesOf(to), timeZone, 'last'),
    }))
    .filter(({ from, to }) => from < to); // all of it may lie where the clock leaps
}

/** Of `HH:MM`. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
