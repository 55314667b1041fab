import { expect, test } from 'vitest';
import { findGroup } from './find-group.ts';

const groups = [
  { name: 'Offers', pages: ['products/sale*', 're:('] },
  { name: 'Products', pages: ['products/*; shop.htm'] },
];

test.each<[address: string, found: [name: string, pattern: string] | null]>([
  ['https://www.example.com/products/sale?x=1', ['Offers', 'products/sale*']],
  ['products/shoes', ['Products', 'products/*']],
  ['/shop.htm?a=b', ['Products', 'shop.htm']],
  ['https://www.example.com/help', null],
])('W-117 %s', (address, found) => {
  expect(findGroup(groups, address, false)).toEqual(found && { name: found[0], pattern: found[1] });
});
