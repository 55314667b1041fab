import { expect, test } from 'vitest';
import { WrapUpCallbacks } from './wrap-up-callbacks.ts';

const start = Date.UTC(2026, 2, 1);
const day = 86_400_000;
const callbacks = new WrapUpCallbacks('a secret of at least thirty-two characters');
const signed = new URLSearchParams(callbacks.pathFor('site', 'chat', start).split('?')[1]);
const expires = signed.get('expires') ?? '';
const signature = signed.get('signature') ?? '';

test.each<[what: string, parameters: Parameters<WrapUpCallbacks['isValid']>, isValid: boolean]>([
  ['as it was made', ['site', 'chat', expires, signature, start], true],
  ['just before it runs out', ['site', 'chat', expires, signature, start + day - 1], true],
  ['when it has run out', ['site', 'chat', expires, signature, start + day], false],
  ['for another chat', ['site', 'other', expires, signature, start], false],
  ['for another site', ['other', 'chat', expires, signature, start], false],
  ['with a later end', ['site', 'chat', String(Number(expires) + 1), signature, start], false],
  ['with another signature', ['site', 'chat', expires, `x${signature.slice(1)}`, start], false],
  ['with a shorter signature', ['site', 'chat', expires, signature.slice(1), start], false],
  ['with none', ['site', 'chat', '', '', start], false],
])('S-073 a call-back %s', (_what, parameters, isValid) => {
  expect(callbacks.isValid(...parameters)).toBe(isValid);
});

test('another installation makes other addresses', () => {
  const other = new WrapUpCallbacks('another secret of at least thirty-two characters');
  expect(other.isValid('site', 'chat', expires, signature, start)).toBe(false);
});
