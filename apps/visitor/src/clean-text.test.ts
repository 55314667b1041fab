import { expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';

test.each<[rule: string, value: unknown, max: number, expected: string]>([
  ['text stays as it is', 'Grüße 👋', 20, 'Grüße 👋'],
  ['numbers become text', 42, 20, '42'],
  ['cut to the limit', 'abcdef', 3, 'abc'],
  ['never in the middle of a pair', 'ab👋', 3, 'ab'],
  ['half a pair is dropped: the second', 'a\udc4bb', 9, 'ab'],
  ['half a pair is dropped: at the start', '\udc4bb', 9, 'b'],
  ['half a pair is dropped: the first', 'a\ud83db', 9, 'ab'],
  ['several halves', '\udc4b\udc4bx\ud83d\ud83d', 9, 'x'],
  ['NUL is dropped', 'a\0b', 9, 'ab'],
])('%s', (_rule, value, max, expected) => {
  const cleaned = cleanText(value, max);
  expect(cleaned).toBe(expected);
  expect(cleaned.isWellFormed()).toBe(true);
});
