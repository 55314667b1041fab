import type { Expression } from '@foyer/protocol/condition';
import type { ReportRow } from '@foyer/protocol/report';
import { expect, test } from 'vitest';
import { listHrefOf } from './list-address.ts';

const range = { from: '2026-03-01', to: '2026-03-31' };
const inFrance: Expression = { all: [{ variable: 'place.country', operator: 'isOneOf', value: ['FR'] }] };
const longOnes: Expression = { any: [{ variable: 'visit.pages', operator: '>=', value: 9 }] };
const row = (more: Partial<ReportRow>): ReportRow => ({
  key: 'a',
  label: 'a',
  depth: 0,
  values: [1],
  before: null,
  filter: null,
  days: null,
  ...more,
});
const read = (href: string | null) => {
  const url = new URL(href ?? '', 'https://x.example');
  const { from, to, filter } = Object.fromEntries(url.searchParams);
  return [url.pathname, from, to, filter === undefined ? null : JSON.parse(filter)];
};

test('a row leads to the list of what it counted: its own filter, and the report’s', () => {
  expect(read(listHrefOf('countries', row({ filter: inFrance }), range, null))).toEqual([
    '/visits',
    '2026-03-01',
    '2026-03-31',
    inFrance,
  ]);
  const both = { all: [longOnes, ...inFrance.all] };
  expect(read(listHrefOf('ratings', row({ filter: inFrance }), range, longOnes))).toEqual([
    '/recent-chats',
    '2026-03-01',
    '2026-03-31',
    both,
  ]);
});

test('a stretch of time leads to its days, without a filter of its own', () => {
  const days = { from: '2026-03-02', to: '2026-03-08' };
  expect(read(listHrefOf('visits', row({ days }), range, null))).toEqual(['/visits', days.from, days.to, null]);
});

test('what no condition can say leads nowhere', () => {
  expect(listHrefOf('organisations', row({}), range, longOnes)).toBeNull();
});
