import { openingHoursInputSchema } from '@foyer/protocol/opening-hours';
import { type HoursRange, weekHoursSchema } from '@foyer/protocol/week-hours';
import { describe, expect, test } from 'vitest';
import { type Hours, stateOfHours } from './opening-hours.ts';
import { instantOf } from './site-time.ts';

const range = (text: string): HoursRange => ({ from: text.slice(0, 5), to: text.slice(6) });
const closedWeek = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, []]),
);
/** Open on these days only, `HH:MM-HH:MM`. */
const week = (days: Record<string, string[]>, exceptions: Record<string, string[]> = {}): Hours => ({
  week: weekHoursSchema.parse({
    ...closedWeek,
    ...Object.fromEntries(Object.entries(days).map(([day, ranges]) => [day, ranges.map(range)])),
  }),
  exceptions: Object.entries(exceptions).map(([date, ranges]) => ({ date, hours: ranges.map(range) })),
});
const office = week({ monday: ['09:00-12:00', '13:00-17:00'], tuesday: ['09:00-17:00'] });
const night = week({ friday: ['22:00-24:00'], saturday: ['00:00-04:00'] });
const early = week({ sunday: ['01:30-02:30'] });
const always = week(Object.fromEntries(Object.keys(closedWeek).map((day) => [day, ['00:00-24:00']])));

describe('opening hours', () => {
  // 2 March 2026 is a Monday.
  test.each<[what: string, hours: Hours, at: string, zone: string, inside: boolean, until: string | null]>([
    ['before they begin', office, '2026-03-02T08:59:59.999Z', 'Europe/London', false, '2026-03-02T09:00:00.000Z'],
    ['their first instant counts', office, '2026-03-02T09:00:00Z', 'Europe/London', true, '2026-03-02T12:00:00.000Z'],
    ['their last does not', office, '2026-03-02T12:00:00Z', 'Europe/London', false, '2026-03-02T13:00:00.000Z'],
    ['on to the next day', office, '2026-03-02T18:00:00Z', 'Europe/London', false, '2026-03-03T09:00:00.000Z'],
    ['on to the next week', office, '2026-03-03T18:00:00Z', 'Europe/London', false, '2026-03-09T09:00:00.000Z'],
    ['by the clock of the zone', office, '2026-03-02T03:40:00Z', 'Asia/Kolkata', true, '2026-03-02T06:30:00.000Z'],
    [
      'past midnight it is one stretch',
      night,
      '2026-03-06T23:00:00Z',
      'Europe/London',
      true,
      '2026-03-07T04:00:00.000Z',
    ],
    ['open at all times', always, '2026-03-06T23:00:00Z', 'Europe/London', true, null],
    [
      'a closed day',
      week({ monday: ['09:00-17:00'] }, { '2026-03-02': [] }),
      '2026-03-02T10:00:00Z',
      'Europe/London',
      false,
      '2026-03-09T09:00:00.000Z',
    ],
    [
      'a day with other hours',
      week({ monday: ['09:00-17:00'] }, { '2026-03-02': ['10:30-11:00'] }),
      '2026-03-02T10:45:00Z',
      'Europe/London',
      true,
      '2026-03-02T11:00:00.000Z',
    ],
    [
      'an exception opens a closed day',
      week({}, { '2026-03-04': ['10:00-11:00'] }),
      '2026-03-02T10:45:00Z',
      'Europe/London',
      false,
      '2026-03-04T10:00:00.000Z',
    ],
    ['never open', week({}), '2026-03-02T10:45:00Z', 'Europe/London', false, null],
    // clocks go forward on 29 March and back on 25 October.
    [
      'the same hour by the clock in summer',
      office,
      '2026-06-01T07:59:00Z',
      'Europe/London',
      false,
      '2026-06-01T08:00:00.000Z',
    ],
    [
      'over the leap forward it opens an hour sooner',
      office,
      '2026-03-24T18:00:00Z',
      'Europe/London',
      false,
      '2026-03-30T08:00:00.000Z',
    ],
    [
      'hours that begin in the leap begin at its end',
      early,
      '2026-03-29T00:00:00Z',
      'Europe/London',
      false,
      '2026-03-29T01:00:00.000Z',
    ],
    ['they end by the new clock', early, '2026-03-29T01:00:00Z', 'Europe/London', true, '2026-03-29T01:30:00.000Z'],
    [
      'an hour shown twice: one stretch to the second',
      week({ sunday: ['01:15-01:45'] }),
      '2026-10-25T00:20:00Z',
      'Europe/London',
      true,
      '2026-10-25T01:45:00.000Z',
    ],
    [
      'and it does not begin again',
      week({ sunday: ['01:15-01:45'] }),
      '2026-10-25T01:50:00Z',
      'Europe/London',
      false,
      '2026-11-01T01:15:00.000Z',
    ],
    [
      'all of it in the leap: not that day',
      week({ sunday: ['01:15-01:45'] }),
      '2026-03-28T12:00:00Z',
      'Europe/London',
      false,
      '2026-04-05T00:15:00.000Z',
    ],
  ])('%s', (_what, hours, at, zone, isInside, until) => {
    expect(stateOfHours(hours, Date.parse(at), zone)).toEqual({
      isInside,
      until: until === null ? null : Date.parse(until),
    });
  });

  test('a time of day is an instant; the end of the day is the next midnight', () => {
    const at = (minutes: number) => new Date(instantOf('2026-10-25', minutes, 'Europe/London')).toISOString();
    expect([at(0), at(90), at(1439), at(1440)]).toEqual([
      '2026-10-24T23:00:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T23:59:00.000Z',
      '2026-10-26T00:00:00.000Z',
    ]);
    expect(instantOf('2026-10-25', 90, 'Europe/London', 'last')).toBe(Date.parse('2026-10-25T01:30:00Z'));
  });

  test.each<[what: string, input: object, fault: string | null]>([
    ['nothing given', {}, null],
    ['an end before the beginning', { week: { monday: [{ from: '17:00', to: '09:00' }] } }, 'week.monday.0.to'],
    ['an empty range', { week: { monday: [{ from: '09:00', to: '09:00' }] } }, 'week.monday.0.to'],
    ['ranges that touch', { week: { monday: [range('09:00-12:00'), range('12:00-13:00')] } }, null],
    ['ranges that overlap', { week: { monday: [range('09:00-12:00'), range('11:59-13:00')] } }, 'week.monday.1.from'],
    ['no such time', { week: { monday: [{ from: '9', to: '12:00' }] } }, 'week.monday.0.from'],
    ['a beginning at 24:00', { week: { monday: [{ from: '24:00', to: '24:00' }] } }, 'week.monday.0.from'],
    ['a date twice', { exceptions: [{ date: '2026-12-25' }, { date: '2026-12-25' }] }, 'exceptions.1.date'],
    ['no such date', { exceptions: [{ date: '2026-02-30' }] }, 'exceptions.0.date'],
    ['on, and open on no day', { enabled: true, week: closedWeek }, 'week'],
    ['off, and open on no day', { enabled: false, week: closedWeek }, null],
  ])('refused where it makes no sense: %s', (_what, input, fault) => {
    const { error } = openingHoursInputSchema.safeParse(input);
    expect(error?.issues[0]?.path.join('.') ?? null).toBe(fault);
  });
});
