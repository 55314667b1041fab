import { expect, test } from 'vitest';
import { type PageView, type Report, reports } from './reports.ts';

const view = (path: string): PageView => ({
  type: 'page.viewed',
  url: `https://shop.example${path}`,
  title: 'Shop',
  referrer: '',
  visible: true,
});
const event = (name: string): Report => ({ type: 'event.happened', name });
const revenue = (amount: string): Report => ({ type: 'revenue.reported', amount });
const cost = (amount: string): Report => ({ type: 'cost.reported', amount });

test('reports of all kinds are counted from 1 and kept, with their age, until the server has them', () => {
  const kept = reports();
  expect(kept.page()).toBeNull();
  expect(kept.add(view('/a'), 1_000)).toMatchObject([{ type: 'page.viewed', n: 1, ageMs: 0 }]);
  expect(kept.add(revenue('12.50'), 2_000)).toEqual([{ type: 'revenue.reported', n: 2, ageMs: 0, amount: '12.50' }]);
  kept.add(cost('0.75'), 3_000);
  kept.add(view('/b'), 4_000);
  kept.add(event('basket'), 5_000);
  expect(kept.untold(6_000)).toMatchObject([
    { type: 'page.viewed', n: 1, url: 'https://shop.example/a', ageMs: 5_000 },
    { type: 'revenue.reported', n: 2, amount: '12.50', ageMs: 4_000 },
    { type: 'cost.reported', n: 3, amount: '0.75', ageMs: 3_000 },
    { type: 'page.viewed', n: 4, url: 'https://shop.example/b', ageMs: 2_000 },
    { type: 'event.happened', n: 5, name: 'basket', ageMs: 1_000 },
  ]);

  for (const n of [1, 2, 4, 77]) kept.recorded(n);
  expect(kept.untold(6_000).map(({ n }) => n)).toEqual([3, 5]);
  for (const n of [3, 5]) kept.recorded(n);
  expect(kept.untold(6_000)).toEqual([]);
  expect(kept.page()).toMatchObject({ url: 'https://shop.example/b' });
});

test('what a page says before its first view waits for it, comes after it, and is as old as it', () => {
  const kept = reports();
  expect(kept.add(revenue('12.50'), 1_000)).toEqual([]);
  expect(kept.add(event('basket'), 2_000)).toEqual([]);
  expect(kept.untold(3_000)).toEqual([]);
  expect(kept.add(view('/'), 4_000)).toMatchObject([
    { type: 'page.viewed', n: 1, ageMs: 0 },
    { type: 'revenue.reported', n: 2, ageMs: 0 },
    { type: 'event.happened', n: 3, ageMs: 0 },
  ]);
  expect(kept.untold(4_500)).toMatchObject([{ ageMs: 500 }, { ageMs: 500 }, { ageMs: 500 }]);
});

test('at most 30 are kept: the oldest page views go first, the count goes on', () => {
  const kept = reports();
  for (let page = 1; page <= 500; page++) kept.add(view(`/${page}`), page);
  expect(kept.untold(500).map(({ n }) => n)).toEqual(Array.from({ length: 30 }, (_, index) => 471 + index));
});

test('events go before page views, and page views before money', () => {
  const kept = reports();
  kept.add(view('/1'), 1);
  kept.add(revenue('12.50'), 1);
  for (let count = 1; count <= 100; count++) kept.add(event(`event ${count}`), 2);
  expect(kept.untold(2).map(({ n }) => n)).toEqual([1, 2, ...Array.from({ length: 28 }, (_, index) => 75 + index)]);

  for (let page = 2; page <= 60; page++) kept.add(view(`/${page}`), 3);
  const left = kept.untold(3);
  expect(left.slice(0, 2)).toMatchObject([
    { type: 'revenue.reported', amount: '12.50' },
    { type: 'page.viewed', url: 'https://shop.example/32' },
  ]);
  expect(left.map(({ type }) => type)).not.toContain('event.happened');
  expect(left).toHaveLength(30);
});

test('an age is never negative and never over a day, whatever the clock did', () => {
  const kept = reports();
  kept.add(view('/'), 1_000);
  expect(kept.untold(500)).toMatchObject([{ ageMs: 0 }]);
  expect(kept.untold(1_000 + 2 * 86_400_000)).toMatchObject([{ ageMs: 86_400_000 }]);
});
