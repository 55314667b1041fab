import type { Expression } from '@foyer/protocol/condition';
import { expect, test } from 'vitest';
import { keptView, type ReportView, readView, reportHref } from './report-address.ts';

const today = '2026-03-30';
const filter: Expression = { all: [{ variable: 'visit.pages', operator: '>=', value: 2 }] };
const searchOf = (href: string) => href.slice(href.indexOf('?'));

test('an address that says nothing asks for the last 30 days, days in order and names by their first figure', () => {
  expect(readView('visits', '', today)).toEqual({
    range: { from: '2026-03-01', to: today },
    compare: 'none',
    grain: 'day',
    filter: null,
    measures: ['visits'],
    sort: 'key',
    direction: 'ascending',
    isWhole: false,
  });
  expect(readView('pages', '', today)).toMatchObject({ sort: 'pageViews', direction: 'descending' });
});

test('a view comes back from its address', () => {
  const view: ReportView = {
    range: { from: '2026-01-01', to: '2026-01-31' },
    compare: 'yearBefore',
    grain: 'week',
    filter,
    measures: ['visits', 'revenue'],
    sort: 'revenue',
    direction: 'descending',
    isWhole: true,
  };
  expect(readView('visits', searchOf(reportHref('visits', view)), today)).toEqual(view);
});

test.each([
  ['days that are none', 'from=2026-02-30&to=2026-03-01', { range: { from: '2026-03-01', to: today } }],
  ['days the wrong way round', 'from=2026-03-02&to=2026-03-01', { range: { from: '2026-03-01', to: today } }],
  ['columns of another report', 'measures=chats,visits&sort=chats', { measures: ['visits'], sort: 'key' }],
  [
    'more lines than there can be',
    'measures=visits,prospects,revenue,customers',
    { measures: ['visits', 'prospects', 'revenue'] },
  ],
  ['a filter that is none', 'filter={"all":[{}]}', { filter: null }],
  [
    'words that mean nothing',
    'compare=x&grain=hour&direction=up',
    { compare: 'none', grain: 'day', direction: 'descending' },
  ],
])('%s are as if not said', (_what, search, expected) => {
  expect(readView('visits', search, today)).toMatchObject(expected);
});

test('another report keeps days and comparison, and the filter where it counts the same things', () => {
  const view = readView('visits', searchOf(reportHref('visits', { filter, compare: 'before' })), today);
  expect(keptView(view, 'visits', 'countries')).toEqual({
    range: view.range,
    compare: 'before',
    grain: 'day',
    filter,
  });
  expect(keptView(view, 'visits', 'chats').filter).toBeNull();
});
