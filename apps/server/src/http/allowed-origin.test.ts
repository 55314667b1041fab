import { expect, test } from 'vitest';
import { isAllowedOrigin } from './allowed-origin.ts';

const own = ['http://localhost:3080'];

test.each<[string, string | undefined, string[], boolean]>([
  ['the exact origin', 'https://shop.example', ['https://shop.example'], true],
  ['whatever its case', 'https://Shop.Example', ['https://shop.example'], true],
  ['a longer host', 'https://shop.example.evil.test', ['https://shop.example'], false],
  ['a host that ends alike', 'https://evilshop.example', ['https://*.shop.example'], false],
  ['a true subdomain', 'https://www.shop.example', ['https://*.shop.example'], true],
  ['the domain itself is no subdomain', 'https://shop.example', ['https://*.shop.example'], false],
  ['another port', 'https://shop.example:8443', ['https://shop.example'], false],
  ['another scheme', 'http://shop.example', ['https://shop.example'], false],
  ['null', 'null', ['https://shop.example'], false],
  ['null where any page may', 'null', [], false],
  ['any page where there is no list', 'https://anything.example', [], true],
  ['our own pages', 'http://localhost:3080', ['https://shop.example'], true],
  ['a program', undefined, ['https://shop.example'], true],
])('R-051 origins: %s', (_name, origin, allowed, expected) => {
  expect(isAllowedOrigin(origin, allowed, own)).toBe(expected);
});
