import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, localTime, nextHour, startOfDay } from './site-time.ts';

const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();

describe("days are days of the site's time zone (rules.md section 2)", () => {
  test('date, hour and weekday in the zone', () => {
    expect(localTime(at('2026-03-01T23:30:15Z'), 'Asia/Kolkata')).toEqual({
      date: '2026-03-02',
      hour: 5,
      minute: 0,
      second: 15,
      weekday: 'monday',
    });
  });

  test.each([
    ['winter in London', '2026-01-15', 'Europe/London', '2026-01-15T00:00:00.000Z'],
    ['summer in London', '2026-07-15', 'Europe/London', '2026-07-14T23:00:00.000Z'],
    ['the day clocks go forward', '2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
    ['the day after it', '2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
    ['the day clocks go back', '2026-10-25', 'Europe/London', '2026-10-24T23:00:00.000Z'],
    ['the day after it, back', '2026-10-26', 'Europe/London', '2026-10-26T00:00:00.000Z'],
    ['far east of Greenwich', '2026-03-01', 'Pacific/Kiritimati', '2026-02-28T10:00:00.000Z'],
    ['far west of Greenwich', '2026-03-01', 'Pacific/Niue', '2026-03-01T11:00:00.000Z'],
    ['a day without midnight: it begins at one', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['a midnight that clocks go back from', '2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
  ])('start of day: %s', (_name, date, zone, expected) => expect(iso(startOfDay(date, zone))).toBe(expected));

  test.each([
    ['an hour later', '2026-03-01T09:20:30.500Z', 'Europe/London', '2026-03-01T10:00:00.000Z'],
    ['on the hour: the next one', '2026-03-01T09:00:00Z', 'Europe/London', '2026-03-01T10:00:00.000Z'],
    ['a zone off by half an hour', '2026-03-01T09:00:00Z', 'Asia/Kolkata', '2026-03-01T09:30:00.000Z'],
    ['a zone off by three quarters', '2026-03-01T09:00:00Z', 'Asia/Kathmandu', '2026-03-01T09:15:00.000Z'],
    ['an hour that comes twice is one hour', '2026-10-25T00:30:00Z', 'Europe/London', '2026-10-25T02:00:00.000Z'],
    ['clocks go forward by half an hour', '2026-10-03T15:10:00Z', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ])('next hour: %s', (_name, from, zone, expected) => expect(iso(nextHour(at(from), zone))).toBe(expected));

  test.each([
    ['the same day', '2026-03-01T00:00:00Z', '2026-03-01T23:59:59Z', 0],
    ['one midnight', '2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z', 1],
    ['across the change of clocks', '2026-03-28T12:00:00Z', '2026-03-30T11:00:00Z', 2],
  ])('days between: %s', (_name, from, to, days) => expect(daysBetween(at(from), at(to), 'Europe/London')).toBe(days));

  test('dates count across months and leap days', () => {
    expect([addDays('2026-02-28', 1), addDays('2028-02-28', 1), addDays('2026-01-01', -1)]).toEqual([
      '2026-03-01',
      '2028-02-29',
      '2025-12-31',
    ]);
  });
});

test.each([
  ['the day of the zone, not of UTC', '2026-06-30T23:30:00Z', 'Europe/London', '2026-07-01'],
  ['the same instant in UTC', '2026-06-30T23:30:00Z', 'UTC', '2026-06-30'],
  ['west of Greenwich', '2026-01-01T04:59:59Z', 'America/New_York', '2025-12-31'],
  ['the first hour after spring forward', '2026-03-29T01:00:00Z', 'Europe/London', '2026-03-29'],
  ['a zone of three quarters of an hour', '2026-01-01T18:14:59Z', 'Asia/Kathmandu', '2026-01-01'],
  ['and the quarter hour after', '2026-01-01T18:15:00Z', 'Asia/Kathmandu', '2026-01-02'],
])('days are days of the site’s time zone: %s', (_name, instant, zone, day) => {
  expect(localTime(Date.parse(instant), zone).date).toBe(day);
});
