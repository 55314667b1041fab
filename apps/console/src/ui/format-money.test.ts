import { expect, test } from 'vitest';
import { formatMoney } from './format-money.ts';

test.each([
  [1250, 'GBP', '£12.50'],
  [-300, 'EUR', '-€3.00'],
  [2500, 'JPY', 'JP¥2,500'],
  [1234, 'BHD', 'BHD 1.234'],
  [0, 'GBP', '£0.00'],
])('%i minor units of %s: %s', (minor, currency, text) =>
  expect(formatMoney(minor, currency).replace(/\s/g, ' ')).toBe(text),
);
