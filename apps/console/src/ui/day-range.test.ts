import { expect, test } from 'vitest';
import { type DayRange, formatRange, isRange, presetOf, type RangePreset, rangeOf, stepRange } from './day-range.ts';

const days = (from: string, to: string): DayRange => ({ from, to });

test.each<[preset: RangePreset, today: string, expected: DayRange]>([
  ['today', '2026-03-29', days('2026-03-29', '2026-03-29')],
  ['yesterday', '2026-03-01', days('2026-02-28', '2026-02-28')],
  ['last7Days', '2026-03-03', days('2026-02-25', '2026-03-03')],
  ['last30Days', '2026-03-30', days('2026-03-01', '2026-03-30')],
  ['thisMonth', '2026-03-31', days('2026-03-01', '2026-03-31')],
  ['lastMonth', '2026-03-31', days('2026-02-01', '2026-02-28')],
  ['lastMonth', '2026-01-05', days('2025-12-01', '2025-12-31')],
  ['thisYear', '2026-03-03', days('2026-01-01', '2026-03-03')],
])('%s, seen from %s', (preset, today, expected) => {
  expect(rangeOf(preset, today)).toEqual(expected);
  expect(presetOf(expected, today)).toBe(preset);
});

test.each<[why: string, range: DayRange, mayBeOpen: boolean, expected: boolean]>([
  ['one day', days('2026-03-01', '2026-03-01'), false, true],
  ['the wrong way round', days('2026-03-02', '2026-03-01'), false, false],
  ['a day that is none', days('2026-02-30', '2026-03-01'), false, false],
  ['open, where that is not allowed', days('', '2026-03-01'), false, false],
  ['open, where it is', days('', '2026-03-01'), true, true],
])('a range: %s', (_why, range, mayBeOpen, expected) => {
  expect(isRange(range, mayBeOpen)).toBe(expected);
});

test.each<[range: DayRange, step: -1 | 1, expected: DayRange]>([
  [days('2026-03-05', '2026-03-05'), -1, days('2026-03-04', '2026-03-04')],
  [days('2026-03-05', '2026-03-11'), 1, days('2026-03-12', '2026-03-18')],
  [days('2026-03-01', '2026-03-31'), -1, days('2026-02-01', '2026-02-28')],
  [days('2026-02-01', '2026-02-28'), 1, days('2026-03-01', '2026-03-31')],
])('%o stepped by %i', (range, step, expected) => {
  expect(stepRange(range, step)).toEqual(expected);
});

test.each<[range: DayRange, words: string]>([
  [days('2026-03-05', '2026-03-05'), '5 Mar 2026'],
  [days('2026-03-05', '2026-03-11'), '5 – 11 Mar 2026'],
  [days('2026-02-25', '2026-03-03'), '25 Feb – 3 Mar 2026'],
  [days('2025-12-25', '2026-01-03'), '25 Dec 2025 – 3 Jan 2026'],
])('%o in words', (range, words) => {
  expect(formatRange(range)).toBe(words);
});
