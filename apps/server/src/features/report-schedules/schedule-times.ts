import { type ReportScheduleInput, type ScheduleRange, scheduleWeekdays } from '@foyer/protocol/report-schedule';
import { addDays, instantOf, localTime } from '@foyer/rules/site-time';

type Times = Pick<ReportScheduleInput, 'every' | 'weekday' | 'monthDay' | 'hour'>;

/** No two times of a schedule are further apart. */
const mostDaysApart = 31;

/** The newest instant up to `at` that a schedule is due at, epoch ms. An hour that the clock shows twice is the first; one that it leaps over is the end of the leap. */
export function lastDue(schedule: Times, timeZone: string, at: number): number {
  const today = localTime(at, timeZone).date;
  // A day more: of today, the hour may be yet to come.
  for (let back = 0; back <= mostDaysApart + 1; back++) {
    const date = addDays(today, -back);
    const due = dueOn(schedule, timeZone, date);
    if (due !== null && due <= at) return due;
  }
  throw new Error('A schedule is due at least once a month');
}

/** The first instant after `at` that a schedule is due at, epoch ms. */
export function nextDue(schedule: Times, timeZone: string, at: number): number {
  const today = localTime(at, timeZone).date;
  for (let ahead = 0; ahead <= mostDaysApart + 1; ahead++) {
    const due = dueOn(schedule, timeZone, addDays(today, ahead));
    if (due !== null && due > at) return due;
  }
  throw new Error('A schedule is due at least once a month');
}

function dueOn(schedule: Times, timeZone: string, date: string): number | null {
  return isDay(schedule, date) ? instantOf(date, schedule.hour * 60, timeZone) : null;
}

function isDay({ every, weekday, monthDay }: Times, date: string): boolean {
  switch (every) {
    case 'day':
      return true;
    case 'week':
      return scheduleWeekdays.indexOf(weekday) === weekdayIndex(date);
    case 'month': {
      const [year, month, day] = date.split('-').map(Number);
      const last = new Date(Date.UTC(year ?? 0, month ?? 1, 0)).getUTCDate();
      return day === Math.min(monthDay, last);
    }
  }
}

/** The days that a mail is about which is due on `date`, both included. */
export function daysOf(range: ScheduleRange, date: string): { from: string; to: string } {
  const yesterday = addDays(date, -1);
  switch (range) {
    case 'yesterday':
      return { from: yesterday, to: yesterday };
    case 'last7Days':
      return { from: addDays(date, -7), to: yesterday };
    case 'lastWeek': {
      const monday = addDays(date, -weekdayIndex(date));
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    }
    case 'last30Days':
      return { from: addDays(date, -30), to: yesterday };
    case 'lastMonth': {
      const to = addDays(`${date.slice(0, 8)}01`, -1);
      return { from: `${to.slice(0, 8)}01`, to };
    }
  }
}

/** 0: Monday. */
function weekdayIndex(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
