import { expect, test } from 'vitest';
import { currencyDigits, formatAmount, parseAmount } from './money.ts';

test.each([
  ['GBP', 2],
  ['JPY', 0],
  ['BHD', 3],
])('%s has %i digits after the point', (currency, digits) => expect(currencyDigits(currency)).toBe(digits));

test.each<[what: string, amount: string | number, currency: string, minor: number | null]>([
  ['a decimal string', '25.00', 'GBP', 2500],
  ['a whole number', '25', 'GBP', 2500],
  ['one digit after the point', '25.5', 'GBP', 2550],
  ['a refund', '-5.25', 'GBP', -525],
  ['a number', 25.5, 'GBP', 2550],
  ['a sum of floating point numbers', 0.1 + 0.2, 'GBP', 30],
  ['a large number', 98_765_432.1, 'GBP', 9_876_543_210],
  ['zeros beyond the digits of the currency', '25.000', 'GBP', 2500],
  ['more digits than the currency has', '25.005', 'GBP', null],
  ['a number with more digits than the currency has', 25.005, 'GBP', null],
  ['yen have no digits', '100', 'JPY', 100],
  ['half a yen', '100.5', 'JPY', null],
  ['three digits', '1.234', 'BHD', 1234],
  ['blanks around it', ' 7.10 ', 'GBP', 710],
  ['nothing', '', 'GBP', null],
  ['a currency sign', '£5', 'GBP', null],
  ['thousands separated', '1,000.00', 'GBP', null],
  ['an exponent', '1e5', 'GBP', null],
  ['not a number', Number.NaN, 'GBP', null],
  ['without end', Number.POSITIVE_INFINITY, 'GBP', null],
  ['minus nothing is nothing', '-0', 'GBP', 0],
])('an amount: %s', (_what, amount, currency, minor) => expect(parseAmount(amount, currency)).toBe(minor));

test.each<[minor: number, currency: string, text: string]>([
  [2500, 'GBP', '25.00'],
  [5, 'GBP', '0.05'],
  [-525, 'GBP', '-5.25'],
  [0, 'GBP', '0.00'],
  [100, 'JPY', '100'],
  [1234, 'BHD', '1.234'],
])('%i of %s is written %s', (minor, currency, text) => {
  expect(formatAmount(minor, currency)).toBe(text);
  expect(parseAmount(text, currency)).toBe(minor);
});
