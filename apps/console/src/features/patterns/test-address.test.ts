import { expect, test } from 'vitest';
import { testAddress } from './test-address.ts';

test.each<[rule: string, patterns: string[], address: string, matching: string[]]>([
  ['no pattern matches nothing by itself', [], 'https://shop.example/', []],
  ['the pattern is named as it was written', ['Shoes/*'], 'https://shop.example/shoes/red.htm', ['Shoes/*']],
  ['all that match are named', ['*', 'a.htm', 'b.htm'], '/a.htm', ['*', 'a.htm']],
  ['entries are separated by semicolons, too', ['a.htm; b.htm'], 'b.htm', ['b.htm']],
  ['the end counts', ['*source=adwords'], 'https://shop.example/?source=adwords&x=1', []],
  ['blanks around the address do not', ['a.htm'], '  /a.htm ', ['a.htm']],
])('S-025 %s', (_rule, patterns, address, matching) => {
  expect(testAddress(patterns, address, false).matching).toEqual(matching);
});

test('a pattern that cannot be saved is told with the reason, and matches nothing', () => {
  const { matching, refused, count } = testAddress(['re:(', 'a.htm'], 'a.htm', false);
  expect([matching, count]).toEqual([['a.htm'], 2]);
  expect(refused).toEqual([{ pattern: 're:(', reason: expect.stringContaining('') }]);
});

test.each([
  [true, []],
  [false, ['shop.htm#/basket']],
])('a fragment counts where the site routes by it: %s', (keepsFragments, matching) => {
  expect(testAddress(['shop.htm#/basket'], 'https://shop.example/shop.htm#/list', keepsFragments).matching).toEqual(
    matching,
  );
});
