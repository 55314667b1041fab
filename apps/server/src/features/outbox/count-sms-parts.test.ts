import { expect, test } from 'vitest';
import { countSmsParts } from './count-sms-parts.ts';

test.each<[what: string, text: string, parts: number]>([
  ['nothing', '', 0],
  ['one letter', 'a', 1],
  ['160 letters', 'a'.repeat(160), 1],
  ['161 letters', 'a'.repeat(161), 2],
  ['306 letters', 'a'.repeat(306), 2],
  ['307 letters', 'a'.repeat(307), 3],
  ['umlauts of the alphabet', 'ü'.repeat(160), 1],
  ['letters that take two places', '€'.repeat(80), 1],
  ['one too many of them', '€'.repeat(81), 2],
  ['70 others', 'ж'.repeat(70), 1],
  ['71 others', 'ж'.repeat(71), 2],
  ['one emoji, which takes two places of 70', `${'a'.repeat(68)}🔔`, 1],
  ['one emoji too far', `${'a'.repeat(69)}🔔`, 2],
])('%s', (_what, text, parts) => {
  expect(countSmsParts(text)).toBe(parts);
});
