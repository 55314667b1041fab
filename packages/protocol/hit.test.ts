import { expect, test } from 'vitest';
import { hitSchema } from './hit.ts';

const reporter = { site: 'a'.repeat(32), visitor: 'b'.repeat(32), tab: 'c'.repeat(16) };

test.each<[rule: string, body: object, expected: object | null]>([
  ['without a type it is a page view', { n: 1, url: 'https://shop.example/' }, { type: 'page.viewed', n: 1, ageMs: 0 }],
  ['a page view', { type: 'page.viewed', n: 1, url: 'https://shop.example/' }, { type: 'page.viewed' }],
  ['a page view names its page', { type: 'page.viewed', n: 1 }, null],
  [
    'revenue, with its age',
    { type: 'revenue.reported', n: 2, ageMs: 900, amount: '12.50', orderId: 'A-7' },
    { type: 'revenue.reported', n: 2, ageMs: 900, amount: '12.50', orderId: 'A-7' },
  ],
  ['revenue needs an amount', { type: 'revenue.reported', n: 2 }, null],
  ['and a number, for it may come twice', { type: 'revenue.reported', amount: '12.50' }, null],
  ['cost', { type: 'cost.reported', n: 3, amount: 0.75 }, { type: 'cost.reported', n: 3, amount: 0.75 }],
  ['an event', { type: 'event.happened', n: 4, name: 'basket' }, { type: 'event.happened', n: 4, name: 'basket' }],
  ['an event needs a name', { type: 'event.happened', n: 4 }, null],
  ['leaving needs no more than who leaves', { type: 'page.left' }, { type: 'page.left' }],
  ['anything else is none', { type: 'exit.intended', n: 5, url: 'https://shop.example/' }, null],
])('%s', (_rule, body, expected) => {
  const parsed = hitSchema.safeParse({ ...reporter, ...body });
  expect(parsed.success ? parsed.data : null).toEqual(
    expected === null ? null : expect.objectContaining({ ...reporter, ...expected }),
  );
});
