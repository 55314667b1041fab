import { expect, test } from 'vitest';
import { composeReport } from './compose-report.ts';
import type { PartsRow, ReportData, ReportQuestion, ReportReader } from './report-reader.ts';

const read = async (): Promise<ReportData> => {
  throw new Error('not read here');
};
const row = (key: string, ...parts: number[]): PartsRow => ({ key, label: key, parts, filter: null });
const asked: ReportQuestion = {
  from: '2026-03-30',
  to: '2026-04-08',
  compare: 'none',
  grain: 'day',
  limit: 100,
  expression: null,
  keys: null,
};
const found = (...rows: PartsRow[]): ReportData => ({ rows, rest: null, totals: null, source: 'facts' });

/** Visits, and how many of them had one page. */
const exits: ReportReader = { columns: [{ part: 0 }, { share: 0 }], read };
const pages: ReportReader = { columns: [{ part: 0 }, { part: 1 }, { part: 2, per: 0, times: 0.001 }], read };

test('rows come by the wanted column, equals by the first, what has no number last; the rest is summed up', () => {
  const data = found(row('a', 0, 3, 0), row('b', 2, 1, 9000), row('c', 4, 1, 4000), row('d', 1, 1, 4500));
  const bySeconds = { ...asked, sort: 'averageSeconds', limit: 3 };
  const report = composeReport('pages', pages, bySeconds, data, null, 'GBP');
  expect(report.rows.map(({ key, values }) => [key, ...values])).toEqual([
    ['b', 2, 1, 4.5],
    ['d', 1, 1, 4.5],
    ['c', 4, 1, 1],
  ]);
  expect(report.rest).toEqual({ rows: 1, values: [0, 3, null] });
  expect(report.totals).toEqual({ values: [7, 6, 2.5], before: null });
});

test('what a reader has left out already is part of rest and totals', () => {
  const data = { ...found(row('/a', 5), row('/b', 3)), rest: { rows: 4, parts: [2] } };
  const report = composeReport('exit-pages', exits, { ...asked, limit: 1 }, data, null, 'GBP');
  expect(report.rows.map(({ values }) => values)).toEqual([[5, 50]]);
  expect(report.rest).toEqual({ rows: 5, values: [5, 50] });
  expect(report.totals.values).toEqual([10, 100]);
});

test('a row has what it had before, and null when it was not there', () => {
  const before = { days: { from: '2026-03-20', to: '2026-03-29' }, data: found(row('/a', 1), row('/x', 3)) };
  const report = composeReport('exit-pages', exits, asked, found(row('/a', 6), row('/b', 2)), before, 'GBP');
  expect(report.rows.map(({ key, before: values }) => [key, values])).toEqual([
    ['/a', [1, 25]],
    ['/b', null],
  ]);
  expect(report.totals).toEqual({ values: [8, 100], before: [4, 100] });
});

test.each([
  ['week' as const, ['2026-03-30 2026-04-05', '2026-04-06 2026-04-08'], [7, 4]],
  ['month' as const, ['2026-03-30 2026-03-31', '2026-04-01 2026-04-08'], [1, 10]],
])('days are added up by %s, cut to the range', (grain, stretches, pageViews) => {
  const data = found(row('2026-04-01', 6, 0, 0), row('2026-03-30', 1, 0, 0), row('2026-04-06', 4, 0, 0));
  const { rows } = composeReport('visits', pages, { ...asked, grain }, data, null, 'GBP');
  expect(rows.map(({ days }) => `${days?.from} ${days?.to}`)).toEqual(stretches);
  expect(rows.map(({ values }) => values[0])).toEqual(pageViews);
});

test('days without anything are there with zeros, and stand beside the same place in the days before', () => {
  const before = { days: { from: '2026-03-20', to: '2026-03-29' }, data: found(row('2026-03-21', 9, 0, 0)) };
  const { rows } = composeReport('visits', pages, asked, found(row('2026-03-31', 2, 0, 0)), before, 'GBP');
  expect(rows).toHaveLength(10);
  expect(rows[1]).toMatchObject({ key: '2026-03-31', values: [2, 0, 0], before: [9, 0, 0] });
  expect(rows[2]).toMatchObject({ key: '2026-04-01', values: [0, 0, null], before: [0, 0, null] });
});

test('a week has 168 hours, from Monday 0 on', () => {
  const hours: ReportReader = { columns: [{ part: 0 }], read };
  const { rows } = composeReport('hours', hours, { ...asked, limit: 5 }, found(row('7 23', 4)), null, 'GBP');
  expect(rows).toHaveLength(168);
  expect([rows[0]?.key, rows.at(-1)?.key, rows.at(-1)?.values]).toEqual(['1 0', '7 23', [4]]);
});
