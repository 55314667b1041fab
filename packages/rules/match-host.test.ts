import { expect, test } from 'vitest';
import { matchHost } from './match-host.ts';

test.each<[host: string, pattern: string, expected: boolean]>([
  ['bing.com', 'bing.com', true],
  ['BING.com.', 'Bing.Com', true],
  ['www.bing.com', 'bing.com', false],
  ['www.bing.com', '*.bing.com', true],
  ['bing.com', '*.bing.com', false],
  ['notbing.com', '*.bing.com', false],
  ['www.google.co.uk', '*.google.*', true],
  ['google.de', '*.google.*', false],
  ['google.de', 'google.*', true],
  ['mygoogle.de', 'google.*', false],
  ['google.', 'google.*', false],
  ['a.b.c', '*', true],
  ['', '*', true],
  ['aXbYc', 'a*b*c', true],
  ['abab', 'ab*ab', true],
  ['aba', 'ab*ba', false],
  ['a.b.a.b', '*a.b', true],
  ['ab', '**b', true],
  ['a?c', 'a?c', true],
  ['abc', 'a?c', false],
])('%s against %s: %s', (host, pattern, expected) => {
  expect(matchHost(host, pattern)).toBe(expected);
});
