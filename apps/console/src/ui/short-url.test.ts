import { expect, test } from 'vitest';
import { shortUrl } from './short-url.ts';

test.each<[url: string, withHost: boolean, expected: string]>([
  ['https://shop.example/shoes?x=1', false, '/shoes?x=1'],
  ['https://shop.example', false, '/'],
  ['https://shop.example/', true, 'shop.example'],
  ['https://shop.example:8080/a', true, 'shop.example:8080/a'],
  ['not a url', false, 'not a url'],
])('%s', (url, withHost, expected) => {
  expect(shortUrl(url, withHost)).toBe(expected);
});
