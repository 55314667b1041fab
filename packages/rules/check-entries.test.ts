import { expect, test } from 'vitest';
import { checkEntries } from './check-entries.ts';

const short = (entry: string) => (entry.length > 3 ? 'is too long' : null);

test.each<[what: string, entries: string[], errors: string[]]>([
  ['an empty list', [], []],
  ['entries as they should be', ['a', ' abc ', 'a;b\nc;'], []],
  ['an entry by its place', ['a', 'abcd'], ['pages.1: is too long']],
  ['an entry of nothing', ['a', '', ' ; '], ['pages.1: is empty', 'pages.2: is empty']],
  ['one of several in an entry, by its text', ['a; abcd;e'], ['pages.0: “abcd” is too long']],
])('%s', (_what, entries, errors) => {
  expect(checkEntries(entries, 'pages', short).map(({ path, message }) => `${path}: ${message}`)).toEqual(errors);
});
