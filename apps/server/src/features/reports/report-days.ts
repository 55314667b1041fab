import type { ReportQuery } from '@foyer/protocol/report';
import { addDays, startOfDay } from '@foyer/rules/site-time';

/** Days of a site, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Number of days of a range. */
export function countDays({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** What a range is compared with; null: nothing. */
export function daysBefore({ from, to }: Days, compare: ReportQuery['compare']): Days | null {
  switch (compare) {
    case 'none':
      return null;
    case 'before':
      return { from: addDays(from, -countDays({ from, to })), to: addDays(from, -1) };
    case 'yearBefore':
      return { from: sameDayBefore(from), to: sameDayBefore(to) };
  }
}

/** The same day a year before; 28 February for 29 February. */
function sameDayBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  return `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`;
}

/** Stretches of time that a range falls into, cut to it. Weeks begin on Monday. */
export function listStretches(days: Days, grain: ReportQuery['grain']): Days[] {
  const stretches: Days[] = [];
  for (let { from } = days; from <= days.to; ) {
    const last = lastOf(from, grain);
    const to = last < days.to ? last : days.to;
    stretches.push({ from, to });
    from = addDays(to, 1);
  }
  return stretches;
}

function lastOf(day: string, grain: ReportQuery['grain']): string {
  const date = new Date(`${day}T00:00:00Z`);
  switch (grain) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, (7 - date.getUTCDay()) % 7);
    case 'month':
      return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
  }
}

/** ISO number of a day's weekday: 1 is Monday, 7 Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The instants of a range of days, epoch ms: the first of it, and the first after it. */
export function instantsOf({ from, to }: Days, timeZone: string): { from: number; before: number } {
  return { from: startOfDay(from, timeZone), before: startOfDay(addDays(to, 1), timeZone) };
}
