import { expect, test } from 'vitest';
import { localDay } from './local-day.ts';

test.each([
  ['the day of the zone, not of UTC', '2026-06-30T23:30:00Z', 'Europe/London', '2026-07-01'],
  ['the same instant in UTC', '2026-06-30T23:30:00Z', 'UTC', '2026-06-30'],
  ['west of Greenwich', '2026-01-01T04:59:59Z', 'America/New_York', '2025-12-31'],
  ['the first hour after spring forward', '2026-03-29T01:00:00Z', 'Europe/London', '2026-03-29'],
  ['a zone of three quarters of an hour', '2026-01-01T18:14:59Z', 'Asia/Kathmandu', '2026-01-01'],
  ['and the quarter hour after', '2026-01-01T18:15:00Z', 'Asia/Kathmandu', '2026-01-02'],
])('days are days of the site’s time zone: %s', (_name, at, zone, day) => {
  expect(localDay(Date.parse(at), zone)).toBe(day);
});
