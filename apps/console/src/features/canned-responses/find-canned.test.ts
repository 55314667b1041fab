import type { CannedResponse } from '@foyer/protocol/canned-response';
import { expect, test } from 'vitest';
import { findCanned, findSlash, folderOf } from './find-canned.ts';

test.each<[what: string, text: string, found: [start: number, words: string] | null]>([
  ['at the start', '/', [0, '']],
  ['with words', '/ship abroad', [0, 'ship abroad']],
  ['after a blank', 'Hello /ship', [6, 'ship']],
  ['after a line break', 'Hello\n/ship', [6, 'ship']],
  ['an address is none', 'see https://a.example/x', null],
  ['and/or is none', 'and/or', null],
  ['a date is none', '1/2', null],
  ['ended by a line break', '/ship\nmore', null],
  ['a slash between blanks is none', 'this / that', null],
  ['no slash', 'Hello', null],
])('W-157 slash: %s', (_what, text, found) => {
  expect(findSlash(text, text.length)).toEqual(found === null ? null : { start: found[0], words: found[1] });
});

test('W-157 only what stands before the cursor counts', () => {
  expect(findSlash('/ship it', 5)).toEqual({ start: 0, words: 'ship' });
});

const one = (title: string, folder: string[], body: string): CannedResponse => ({
  id: title,
  version: 1,
  scope: 'site',
  title,
  folder,
  body,
  attachments: [],
});
const all = [
  one('Greeting', [], 'Hello! Shipping questions?'),
  one('Abroad', ['Shipping'], 'We ship everywhere.'),
  one('Shipping costs', [], 'Five pounds.'),
];

test.each<[words: string, titles: string[]]>([
  ['', ['Greeting', 'Abroad', 'Shipping costs']],
  ['SHIPPING', ['Shipping costs', 'Greeting', 'Abroad']],
  ['ship every', ['Abroad']],
  ['shoe', []],
])('W-157 search for “%s”', (words, titles) => {
  expect(findCanned(all, words).map(({ title }) => title)).toEqual(titles);
});

test('folders of a line', () => {
  expect(folderOf(' Shipping /Abroad/ ')).toEqual(['Shipping', 'Abroad']);
  expect(folderOf('')).toEqual([]);
});
