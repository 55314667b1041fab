import { expect, test } from 'vitest';
import { SecretBox } from './secret-box.ts';

const box = new SecretBox('the secret of this installation, long enough');

test.each(['', 'hunter2', 'pässwörd 🔑', 'x'.repeat(10_000)])('what is sealed can be opened', (text) => {
  const sealed = box.seal(text, 'site/smtp.password');
  expect(box.open(sealed, 'site/smtp.password')).toBe(text);
  if (text !== '') expect(sealed).not.toContain(text);
});

test('the same text is sealed to something else each time', () => {
  expect(box.seal('a', 'p')).not.toBe(box.seal('a', 'p'));
});

const sealed = box.seal('hunter2', 'one/smtp.password');
const [version, keyId, nonce, tag, text] = sealed.split('.');
test.each<[what: string, sealed: string, place: string, secret: string]>([
  ['at another place', sealed, 'two/smtp.password', ''],
  ['with another installation’s secret', sealed, 'one/smtp.password', 'the secret of another installation, as long'],
  ['with a changed text', `${version}.${keyId}.${nonce}.${tag}.AAAAAAAAAA`, 'one/smtp.password', ''],
  ['with a changed tag', `${version}.${keyId}.${nonce}.${'A'.repeat(22)}.${text}`, 'one/smtp.password', ''],
  ['with a short tag', `${version}.${keyId}.${nonce}.${tag?.slice(0, 6)}.${text}`, 'one/smtp.password', ''],
  ['with a part missing', `${version}.${keyId}.${nonce}.${tag}`, 'one/smtp.password', ''],
  ['of another version', `v2.${keyId}.${nonce}.${tag}.${text}`, 'one/smtp.password', ''],
  ['that is none', 'hunter2', 'one/smtp.password', ''],
  ['that is empty', '', 'one/smtp.password', ''],
])('nothing is opened %s', (_what, given, place, secret) => {
  expect((secret === '' ? box : new SecretBox(secret)).open(given, place)).toBeNull();
});
