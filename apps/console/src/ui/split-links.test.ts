import { expect, test } from 'vitest';
import { splitLinks } from './split-links.ts';

test.each<[text: string, links: string[]]>([
  ['no link here', []],
  ['see https://a.example/x.', ['https://a.example/x']],
  ['(see https://a.example/x)', ['https://a.example/x']],
  ['https://a.example/x_(y)', ['https://a.example/x_(y)']],
  ['http://a.example and https://b.example?q=1', ['http://a.example', 'https://b.example?q=1']],
  ['javascript:alert(1)', []],
  ['<img src=https://a.example/"onerror=1>', ['https://a.example/']],
])('%s', (text, links) => {
  const parts = splitLinks(text);
  expect(parts.flatMap((part) => part.href ?? [])).toEqual(links);
  expect(parts.map((part) => part.text).join('')).toBe(text);
});
