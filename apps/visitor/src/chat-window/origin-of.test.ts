import { expect, test } from 'vitest';
import { isOriginOf } from './origin-of.ts';

const own = 'https://chat.example';

test.each<[what: string, origin: string, allowed: string[], expected: boolean]>([
  ['our own page', own, ['https://shop.example'], true],
  ['a page of the site', 'https://shop.example', ['https://shop.example'], true],
  ['another port', 'https://shop.example:8443', ['https://shop.example'], false],
  ['another scheme', 'http://shop.example', ['https://shop.example'], false],
  ['a subdomain', 'https://de.shop.example', ['https://*.shop.example'], true],
  ['the domain itself is no subdomain', 'https://shop.example', ['https://*.shop.example'], false],
  ['a host that only ends like it', 'https://evilshop.example', ['https://*.shop.example'], false],
  ['a stranger', 'https://evil.example', ['https://shop.example'], false],
  ['anybody, where the site names none', 'https://evil.example', [], true],
  ['never a sandboxed page', 'null', [], false],
])('%s', (_what, origin, allowed, expected) => {
  expect(isOriginOf(origin, allowed, own)).toBe(expected);
});
