import { expect, test } from 'vitest';
import { maskCardNumbers } from './mask-card-numbers.ts';

test.each([
  ['a card number', 'My card is 4111111111111111, thanks', 'My card is 411111••••••1111, thanks'],
  ['with blanks', '5500 0000 0000 0004', '5500 00•• •••• 0004'],
  ['with hyphens', '3400-0000-0000-009', '3400-00••-•••0-009'],
  ['full-width digits', '４１１１１１１１１１１１１１１１', '４１１１１１••••••１１１１'],
  ['an order number that fails the Luhn check stays', '4111111111111112', '4111111111111112'],
  ['too few digits', '411111111111', '411111111111'],
  ['zeros only', '0000000000000000', '0000000000000000'],
  ['a telephone number', '+44 20 7946 0958', '+44 20 7946 0958'],
  ['part of a longer number stays', '41111111111111111111', '41111111111111111111'],
])('card numbers are masked: %s', (_name, text, masked) => {
  expect(maskCardNumbers(text)).toBe(masked);
});
