import { expect, test } from 'vitest';
import { addEntries, type ExclusionList, readLists } from './exclusion-lists.ts';

test.each<[rule: string, list: ExclusionList, before: string[], typed: string, entries: string[], rest: string]>([
  ['one entry', 'pages', [], ' hidden*.htm ', ['hidden*.htm'], ''],
  ['S-060 several, separated by semicolons', 'pages', ['a'], 'b; c;;d', ['a', 'b', 'c', 'd'], ''],
  ['S-060 several, on lines', 'addresses', [], '10.*\n192.168.*', ['10.*', '192.168.*'], ''],
  ['one that is there already', 'pages', ['A.htm'], 'a.htm', ['A.htm'], ''],
  ['what is wrong stays', 'addresses', [], '10.*; somewhere; 10.0.0.1', ['10.*', '10.0.0.1'], 'somewhere'],
  ['nothing', 'pages', ['a'], ' ; ', ['a'], ''],
  ['S-059 a country by its name', 'countries', [], 'France', ['FR'], ''],
  ['S-059 a country by its code', 'countries', ['FR'], 'fr; gb', ['FR', 'GB'], ''],
  ['a country that there is none of', 'countries', [], 'Germny', [], 'Germny'],
  ['words', 'keywordsAndReferrers', [], 'cheap shoes; *.spam.example', ['cheap shoes', '*.spam.example'], ''],
])('%s', (_rule, list, before, typed, entries, rest) => {
  expect(addEntries(list, before, typed)).toMatchObject({ entries, rest });
});

test.each<[list: ExclusionList, typed: string, fault: string | null, nearest: string | null]>([
  ['addresses', '10.*', null, null],
  [
    'addresses',
    'somewhere',
    '“somewhere” is not an IP address, a prefix such as 192.168.* or a network such as 10.0.0.0/8',
    null,
  ],
  ['countries', 'Germny', 'There is no country or ISO code: Germny. Did you mean Germany?', 'Germany'],
  ['countries', 'qqqqqqqqqqqqqqqq', 'There is no country or ISO code: qqqqqqqqqqqqqqqq', null],
])('%s: %s is refused in words', (list, typed, fault, nearest) => {
  expect(addEntries(list, [], typed)).toMatchObject({ fault, nearest });
});

test('stored lists are shown an entry each, countries once by their codes', () => {
  expect(
    readLists({ pages: ['a;b', 'c'], addresses: [], keywordsAndReferrers: ['x y'], countries: ['France', 'fr', 'GB'] }),
  ).toEqual({ pages: ['a', 'b', 'c'], addresses: [], keywordsAndReferrers: ['x y'], countries: ['FR', 'GB'] });
});
