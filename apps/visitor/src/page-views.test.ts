import { expect, test } from 'vitest';
import { type PageView, pageViews } from './page-views.ts';

const view = (url: string): PageView => ({ url, title: 'Shop', referrer: '', visible: true });

test('page views are counted from 1 and kept, with their age, until the server has them', () => {
  const views = pageViews();
  expect(views.newest()).toBeNull();
  expect(views.add(view('https://shop.example/a'), 1_000)).toMatchObject({ type: 'page.viewed', n: 1, ageMs: 0 });
  views.add(view('https://shop.example/b'), 4_000);
  expect(views.reports(6_000)).toMatchObject([
    { n: 1, url: 'https://shop.example/a', ageMs: 5_000 },
    { n: 2, url: 'https://shop.example/b', ageMs: 2_000 },
  ]);

  views.recorded(1);
  views.recorded(7);
  expect(views.reports(6_000).map(({ n }) => n)).toEqual([2]);
  views.recorded(2);
  expect(views.reports(6_000)).toEqual([]);
  expect(views.newest()).toMatchObject({ n: 2, url: 'https://shop.example/b' });
});

test('at most 20 are kept: the oldest go first, the count goes on', () => {
  const views = pageViews();
  for (let page = 1; page <= 500; page++) views.add(view(`https://shop.example/${page}`), page);
  expect(views.reports(500).map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, index) => 481 + index));
});

test('an age is never negative and never over a day, whatever the clock did', () => {
  const views = pageViews();
  views.add(view('https://shop.example/'), 1_000);
  expect(views.reports(500)).toMatchObject([{ ageMs: 0 }]);
  expect(views.reports(1_000 + 2 * 86_400_000)).toMatchObject([{ ageMs: 86_400_000 }]);
});
