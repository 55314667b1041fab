import type { Report } from '@foyer/protocol/report';
import { expect, test } from 'vitest';
import { sortRows } from './sort-rows.ts';

const report = (id: Report['id'], values: (number | null)[], rest: Report['rest'] = null): Report => ({
  id,
  from: '2026-03-01',
  to: '2026-03-31',
  before: null,
  currency: 'GBP',
  rows: values.map((value, index) => ({
    key: String(index),
    label: 'cab'.charAt(index),
    depth: 0,
    values: [value],
    before: null,
    filter: null,
    days: null,
  })),
  rest,
  totals: { values: [null], before: null },
  source: 'facts',
});
const order = (rows: Report['rows']) => rows.map(({ key }) => key).join('');

test.each([
  ['visits', 'descending', '210'],
  ['visits', 'ascending', '102'],
  ['key', 'ascending', '120'],
] as const)('by %s, %s', (sort, direction, expected) => {
  const values = sort === 'visits' && direction === 'ascending' ? [5, 1, 9] : [1, 5, 9];
  expect(order(sortRows(report('browsers', values), { sort, direction }))).toBe(expected);
});

test('what has no figure comes last, either way', () => {
  const some = report('browsers', [null, 3, 5]);
  expect(order(sortRows(some, { sort: 'visits', direction: 'descending' }))).toBe('210');
  expect(order(sortRows(some, { sort: 'visits', direction: 'ascending' }))).toBe('120');
});

test('days can be turned round; cut rows and trees stay as the server ordered them', () => {
  expect(order(sortRows(report('visits', [1, 9, 5]), { sort: 'key', direction: 'descending' }))).toBe('210');
  const cut = report('browsers', [9, 5, 1], { rows: 7, values: [3] });
  expect(order(sortRows(cut, { sort: 'visits', direction: 'ascending' }))).toBe('012');
  const tree = report('chat-wrap-ups', [1, 9, 5]);
  expect(order(sortRows(tree, { sort: 'chats', direction: 'descending' }))).toBe('012');
});
