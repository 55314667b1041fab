import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

test.each<[what: string, before: object | null, after: object | null, fields: string[]]>([
  ['the same', { a: 1, b: [1] }, { a: 1, b: [1] }, []],
  ['a field', { name: 'A', on: true }, { name: 'B', on: true }, ['name']],
  [
    'a field of a part',
    { actions: { popup: false, invite: null } },
    { actions: { popup: true, invite: null } },
    ['actions.popup'],
  ],
  ['a list is one field', { pages: ['a'] }, { pages: ['a', 'b'] }, ['pages']],
  ['a part that was none', { paid: null }, { paid: { cost: 1 } }, ['paid']],
  ['one that is gone, and one that came', { a: 1 }, { b: 1 }, ['b', 'a']],
  ['made', null, { a: 1 }, []],
  ['deleted', { a: 1 }, null, []],
])('%s', (_what, before, after, fields) => {
  expect(changedFields(before, after)).toEqual(fields);
});
