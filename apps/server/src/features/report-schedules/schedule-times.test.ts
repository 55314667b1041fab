import type { ReportScheduleInput, ScheduleRange } from '@foyer/protocol/report-schedule';
import { expect, test } from 'vitest';
import { daysOf, lastDue, nextDue } from './schedule-times.ts';

const base = { every: 'day', weekday: 'monday', monthDay: 1, hour: 7 } as const;
type Times = Pick<ReportScheduleInput, 'every' | 'weekday' | 'monthDay' | 'hour'>;
const at = (text: string) => Date.parse(text);

test.each<[why: string, times: Partial<Times>, zone: string, now: string, last: string, next: string]>([
  ['a day', {}, 'UTC', '2026-03-05T06:59:59Z', '2026-03-04T07:00:00Z', '2026-03-05T07:00:00Z'],
  ['the instant itself is due', {}, 'UTC', '2026-03-05T07:00:00Z', '2026-03-05T07:00:00Z', '2026-03-06T07:00:00Z'],
  ['of the site’s clock', {}, 'Asia/Tokyo', '2026-03-05T00:00:00Z', '2026-03-04T22:00:00Z', '2026-03-05T22:00:00Z'],
  [
    'a week',
    { every: 'week', weekday: 'monday' },
    'UTC',
    '2026-03-05T12:00:00Z',
    '2026-03-02T07:00:00Z',
    '2026-03-09T07:00:00Z',
  ],
  [
    'a month',
    { every: 'month', monthDay: 15 },
    'UTC',
    '2026-03-05T12:00:00Z',
    '2026-02-15T07:00:00Z',
    '2026-03-15T07:00:00Z',
  ],
  [
    'a month without that day',
    { every: 'month', monthDay: 31 },
    'UTC',
    '2026-03-05T12:00:00Z',
    '2026-02-28T07:00:00Z',
    '2026-03-31T07:00:00Z',
  ],
  // London's clock leaps from 1:00 to 2:00 on 29 March 2026, and shows 1:00 to 2:00 twice on 25 October.
  [
    'an hour that is leapt over',
    { hour: 1 },
    'Europe/London',
    '2026-03-29T12:00:00Z',
    '2026-03-29T01:00:00Z',
    '2026-03-30T00:00:00Z',
  ],
  [
    'an hour that comes twice',
    { hour: 1 },
    'Europe/London',
    '2026-10-25T01:30:00Z',
    '2026-10-25T00:00:00Z',
    '2026-10-26T01:00:00Z',
  ],
])('%s', (_why, times, zone, now, last, next) => {
  const schedule = { ...base, ...times };
  expect(new Date(lastDue(schedule, zone, at(now))).toISOString()).toBe(new Date(at(last)).toISOString());
  expect(new Date(nextDue(schedule, zone, at(now))).toISOString()).toBe(new Date(at(next)).toISOString());
});

test.each<[range: ScheduleRange, date: string, from: string, to: string]>([
  ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
  ['last7Days', '2026-03-05', '2026-02-26', '2026-03-04'],
  ['lastWeek', '2026-03-02', '2026-02-23', '2026-03-01'],
  ['lastWeek', '2026-03-08', '2026-02-23', '2026-03-01'],
  ['last30Days', '2026-03-05', '2026-02-03', '2026-03-04'],
  ['lastMonth', '2026-01-31', '2025-12-01', '2025-12-31'],
])('%s, due on %s', (range, date, from, to) => {
  expect(daysOf(range, date)).toEqual({ from, to });
});
