import type { LiveVisit } from '@foyer/protocol/visit';
import { expect, test } from 'vitest';
import { applyLiveFrame, holdOrder, type LiveList } from './live-list.ts';

const row = (visitorId: string, pageCount = 1) => ({ visitorId, pageCount }) as LiveVisit;
const counts = (connected: number) => ({
  connected,
  active: connected,
  idle: 0,
  left: 0,
  chatting: 0,
  pending: 0,
  matching: connected,
});
const snapshot = applyLiveFrame(null, {
  type: 'visitors.snapshot',
  siteId: 's',
  number: 7,
  rows: [row('a'), row('b')],
  counts: counts(2),
}) as LiveList;
const changed = (number: number, rows: LiveVisit[], order: string[]) =>
  ({ type: 'visitors.changed', siteId: 's', number, rows, order, counts: counts(order.length) }) as const;

test('a snapshot is the list, in its order', () => {
  expect(snapshot.order).toEqual(['a', 'b']);
  expect(snapshot.number).toBe(7);
});

test('a delta brings rows, order and counts; rows that did not change stay the same objects', () => {
  const next = applyLiveFrame(snapshot, changed(8, [row('c'), row('b', 2)], ['c', 'b', 'a'])) as LiveList;
  expect(next.order).toEqual(['c', 'b', 'a']);
  expect(next.rows.b?.pageCount).toBe(2);
  expect(next.rows.a).toBe(snapshot.rows.a);
  expect(next.counts.connected).toBe(3);
});

test('a row that left the order is forgotten', () => {
  const next = applyLiveFrame(snapshot, changed(8, [], ['b'])) as LiveList;
  expect(Object.keys(next.rows)).toEqual(['b']);
});

test.each([
  ['a delta is missing', changed(9, [], ['a', 'b'])],
  ['a delta comes twice', changed(7, [], ['a', 'b'])],
  ['a row is named that was never sent', changed(8, [], ['a', 'x'])],
])('%s: the list is asked for anew', (_case, frame) => {
  expect(applyLiveFrame(snapshot, frame)).toBe('gap');
});

test('a delta before any snapshot means a gap', () => {
  expect(applyLiveFrame(null, changed(1, [], []))).toBe('gap');
});

test.each<[rule: string, shown: string[], wanted: string[], expected: string[]]>([
  ['known rows keep their places', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c']],
  ['new rows come at the end', ['a', 'b'], ['x', 'a', 'b'], ['a', 'b', 'x']],
  ['rows that are gone leave', ['a', 'b', 'c'], ['c', 'a'], ['a', 'c']],
])('held: %s', (_rule, shown, wanted, expected) => {
  expect(holdOrder(shown, wanted)).toEqual(expected);
});
