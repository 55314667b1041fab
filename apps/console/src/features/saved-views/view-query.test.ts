import { expect, test } from 'vitest';
import { isSameQuery, toAddress, toStored } from './view-query.ts';

test('days that are a preset move on, others stay', () => {
  const asked = { from: '2026-03-04', to: '2026-03-10', text: 'late' };
  const stored = toStored(asked, '2026-03-10');
  expect(stored).toEqual({ range: 'last7Days', text: 'late' });
  expect(toAddress(stored, '2026-04-01')).toEqual({ from: '2026-03-26', to: '2026-04-01', text: 'late' });
  expect(toStored(asked, '2026-03-11')).toEqual(asked);
  expect(toStored({ from: '2026-03-04' }, '2026-03-10')).toEqual({ from: '2026-03-04' });
});

test('a range of another version is left out', () => {
  expect(toAddress({ range: 'lastDecade', sort: 'waited' }, '2026-03-10')).toEqual({ sort: 'waited' });
});

test.each([
  [{ a: '1', b: '2' }, { b: '2', a: '1' }, true],
  [{ a: '1' }, { a: '2' }, false],
  [{ a: '1' }, { a: '1', b: '' }, false],
  [{}, {}, true],
])('%o and %o', (one, other, same) => {
  expect(isSameQuery(one as Record<string, string>, other as Record<string, string>)).toBe(same);
});
