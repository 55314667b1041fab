import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition } from '@foyer/protocol/condition';
import type { OperatorOf } from './operator-kind.ts';
import { addDays, localTime, nextHour, startOfDay } from './site-time.ts';
import type { Verdict } from './visit.ts';

/** A test of the present instant, and the instants at which its verdict may change, in order. */
export interface ClockTest {
  test(at: number): Verdict;
  changes(at: number): number[];
}

/** Compiles a condition on the local hour, 0 to 23. */
export function compileHourTest(test: (hour: number) => boolean, timeZone: string): ClockTest {
  return {
    test: (at) => test(localTime(at, timeZone).hour),
    changes: (at) => {
      const changes: number[] = [];
      // 26: a day with an hour put in, and one to come round.
      while (changes.length < 26) changes.push(nextHour(changes.at(-1) ?? at, timeZone));
      return changes;
    },
  };
}

/** Compiles a condition on the day of the week: full English names, or their first three letters. Only `isOneOf` makes sense of it. */
export function compileWeekdayTest(condition: Condition, timeZone: string): ClockTest {
  if (condition.operator !== 'isOneOf') return { test: () => 'unknown', changes: () => [] };
  const wanted = textsOf(condition).map((day) => day.trim().toLowerCase());
  return {
    test: (at) => {
      const { weekday } = localTime(at, timeZone);
      return wanted.some((day) => day === weekday || day === weekday.slice(0, 3));
    },
    changes: (at) => {
      const { date } = localTime(at, timeZone);
      return [1, 2, 3, 4, 5, 6, 7].map((days) => startOfDay(addDays(date, days), timeZone));
    },
  };
}

/** Compiles a condition on today's date, or on the instant when a value has a time of day. */
export function compileDateTest(condition: Condition, operator: OperatorOf<'date'>, timeZone: string): ClockTest {
  const values = textsOf(condition).map((value) => readDay(value, timeZone));
  const [first, last] = [values[0], values[1]];
  const edges = values.flatMap((day) => (day === null ? [] : [day.start, day.end]));
  const changes = (at: number) => edges.filter((edge) => edge > at).sort((a, b) => a - b);
  switch (operator) {
    case 'before':
      return { test: (at) => (first ? at < first.start : 'unknown'), changes };
    case 'after':
      return { test: (at) => (first ? at >= first.end : 'unknown'), changes };
    case 'between':
      return { test: (at) => (first && last ? at >= first.start && at < last.end : 'unknown'), changes };
    case 'isOneOf':
      return { test: (at) => values.some((day) => day !== null && at >= day.start && at < day.end), changes };
    case 'withinLastDays':
      // The date of this very instant is 0 days ago.
      return { test: () => true, changes: () => [] };
    default:
      return assertNever(operator);
  }
}

/** Half-open range of instants that a value names: a local day, or a single millisecond; null: it is no date. */
function readDay(value: string, timeZone: string): { readonly start: number; readonly end: number } | null {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const at = Date.parse(value);
  if (Number.isNaN(at)) return null;
  if (!isDate) return { start: at, end: at + 1 };
  const year = Number(value.slice(0, 4));
  // So far from any visit that the zone does not matter, and beyond what calendars agree on.
  if (year < 1900 || year > 9998) return { start: at, end: at + 86_400_000 };
  return { start: startOfDay(value, timeZone), end: startOfDay(addDays(value, 1), timeZone) };
}

function textsOf({ value }: Condition): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value ?? '')];
}
