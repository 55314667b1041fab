import { expect, test } from 'vitest';
import { describeDifferences } from './describe-difference.ts';

const condition = { variable: 'visit.pages', operator: '>=', value: 3 };

test.each<[what: string, before: object, after: object, path: string, words: string]>([
  ['a flag', { a: false }, { a: true }, 'a', 'off → on'],
  ['a number', { a: 1 }, { a: 2 }, 'a', '1 → 2'],
  ['nothing at all', { a: null }, { a: 0 }, 'a', 'none → 0'],
  ['an empty text', { a: '' }, { a: 'x' }, 'a', 'nothing → “x”'],
  ['a field within', { a: { b: 'x' } }, { a: { b: 'y' } }, 'a.b', '“x” → “y”'],
  ['entries of a list', { a: ['x', 'y'] }, { a: ['y', 'z'] }, 'a', 'adds “z”; removes “x”'],
  ['the order of a list', { a: ['x', 'y'] }, { a: ['y', 'x'] }, 'a', 'in another order'],
  [
    'entries with names',
    { a: [{ name: 'X', b: 1 }] },
    { a: [{ name: 'X', b: 2 }, { name: 'Y' }] },
    'a',
    'adds “Y”; changes “X”',
  ],
  [
    'an object that comes',
    { a: null },
    { a: { url: 'u', on: true, of: { n: 1 } } },
    'a',
    'none → url “u”, on on, of (n 1)',
  ],
  ['conditions', { a: null }, { a: { all: [condition] } }, 'a', 'none → all visit.pages >= 3'],
  [
    'a secret that is kept, and one that is new',
    { a: { secret: 'kept' } },
    { a: { secret: 'new' } },
    'a',
    'as stored → set anew',
  ],
])('%s', (_what, before, after, path, words) => {
  expect(describeDifferences(before, after)).toEqual([{ path, words }]);
});

test('what is the same is not told', () => {
  expect(describeDifferences({ a: [1], b: { c: null } }, { a: [1], b: { c: null } })).toEqual([]);
});

test('long texts are cut', () => {
  const [difference] = describeDifferences({ a: '' }, { a: '🔑'.repeat(500) });
  expect(difference?.words.length).toBeLessThan(230);
  expect(difference?.words.isWellFormed()).toBe(true);
});
