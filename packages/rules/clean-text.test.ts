import { expect, test } from 'vitest';
import { cleanText, cleanTextOrNull } from './clean-text.ts';

test.each<[rule: string, text: string, maxLength: number, expected: string]>([
  ['plain text stays', 'Zürich 東京', 20, 'Zürich 東京'],
  ['markup is text, and stays', '<b>"&', 20, '<b>"&'],
  ['NUL, line breaks, DEL and C1 go', 'a\0b\r\nc\u007fd\u0085e', 20, 'abcde'],
  ['direction overrides go', 'a\u202eb\u2066c', 20, 'abc'],
  ['half of a pair goes', 'a\ud800b\udc00c', 20, 'abc'],
  ['a whole pair stays', 'a😀', 20, 'a😀'],
  ['the limit itself', 'abc', 3, 'abc'],
  ['one over', 'abcd', 3, 'abc'],
  ['a pair is not cut in half', 'ab😀', 3, 'ab'],
  ['a pair that just fits', 'ab😀c', 4, 'ab😀'],
])('R-081 %s', (_rule, text, maxLength, expected) => {
  expect(cleanText(text, maxLength)).toBe(expected);
});

test.each<[text: string | null | undefined, expected: string | null]>([
  [' a b ', 'a b'],
  [' \u0000 ', null],
  ['', null],
  [null, null],
  [undefined, null],
])('trimmed, or null: %j', (text, expected) => {
  expect(cleanTextOrNull(text, 10)).toBe(expected);
});
