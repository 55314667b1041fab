import type { ReportUnit } from '@foyer/protocol/report';
import { expect, test } from 'vitest';
import { formatChange, formatReportValue } from './format-report-value.ts';

test.each<[value: number | null, unit: ReportUnit, currency: string, words: string]>([
  [1234, 'count', 'GBP', '1,234'],
  [123450, 'money', 'GBP', '£1,234.50'],
  [250.4, 'money', 'JPY', 'JP¥250'],
  [3.456, 'percent', 'GBP', '3.5 %'],
  [2, 'decimal', 'GBP', '2.00'],
  [0, 'seconds', 'GBP', '0 s'],
  [8.46, 'seconds', 'GBP', '8.5 s'],
  [59.6, 'seconds', 'GBP', '1 min'],
  [80, 'seconds', 'GBP', '1 min 20 s'],
  [7500, 'seconds', 'GBP', '2 h 5 min'],
  [273_600, 'seconds', 'GBP', '3 d 4 h'],
  [null, 'seconds', 'GBP', '–'],
])('%s in %s (%s) reads %s', (value, unit, currency, words) => {
  expect(formatReportValue(value, unit, currency)).toBe(words);
});

test.each<[value: number, before: number, unit: ReportUnit, words: string]>([
  [112, 100, 'count', '▲ 12 %'],
  [95, 100, 'count', '▼ 5.0 %'],
  [7, 7, 'count', '='],
  [7, 0, 'count', '▲ new'],
  [0, 7, 'count', '▼ 100 %'],
  [12.5, 10, 'percent', '▲ 2.5 points'],
])('from %2$s to %1$s', (value, before, unit, words) => {
  expect(formatChange(value, before, unit)).toBe(words);
});
