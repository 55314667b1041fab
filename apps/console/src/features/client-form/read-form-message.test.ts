import { expect, test } from 'vitest';
import { type ReadMessage, readFormMessage } from './read-form-message.ts';

const form = { origin: 'https://crm.example', source: {}, nonce: 'n1' };
const insert = { type: 'foyer.insertText', nonce: 'n1', id: 7, text: 'Hello' };
const read = (data: unknown, change: object = {}) => readFormMessage({ ...form, data, ...change }, form);

test.each<[what: string, data: unknown, change: object, answer: ReadMessage | 'asked']>([
  ['from the form', insert, {}, 'asked'],
  ['from another origin', insert, { origin: 'https://crm.example.evil.test' }, null],
  ['from the same host by another scheme', insert, { origin: 'http://crm.example' }, null],
  ['from an opaque origin', insert, { origin: 'null' }, null],
  ['from another window of that origin', insert, { source: {} }, null],
  ['not of ours', { type: 'resize', height: 3 }, {}, null],
  ['no object', 'foyer.insertText', {}, null],
  [
    'without the nonce',
    { ...insert, nonce: 'n0' },
    {},
    { id: 7, refused: 'The nonce is not the one of the last foyer.ready' },
  ],
  ['hello needs none', { type: 'foyer.hello' }, {}, 'asked'],
])('R-108 a message %s', (_what, data, change, answer) => {
  if (answer === 'asked') expect(read(data, change)).toEqual({ message: data });
  else expect(read(data, change)).toEqual(answer);
});

test.each<[what: string, data: object]>([
  ['an unknown verb', { type: 'foyer.endChat', nonce: 'n1', id: 'x' }],
  ['a text that is none', { ...insert, text: { html: '<b>' }, id: 'x' }],
  ['contact details that change nothing', { type: 'foyer.updateContact', nonce: 'n1', id: 'x', contact: {} }],
  ['a contact detail nobody knows', { type: 'foyer.updateContact', nonce: 'n1', id: 'x', contact: { role: 'admin' } }],
])('R-108 %s is refused with a reason', (_what, data) => {
  expect(read(data)).toEqual({ id: 'x', refused: expect.stringMatching(/was not understood/) });
});
