import { expect, test } from 'vitest';
import { checkUrlTemplate, fillUrlTemplate } from './url-template.ts';

const known = ['chat.id', 'visitor.name', 'var.NAME'];

test.each<[what: string, template: string, fault: RegExp | null]>([
  ['no placeholder', 'https://crm.example/', null],
  ['in a path segment', 'https://crm.example/{chat.id}/edit', null],
  ['in query and fragment', 'https://crm.example/?a={visitor.name}#{chat.id}', null],
  ['a custom variable', 'https://crm.example/?plan={var.plan}', null],
  ['this computer, for trying out', 'http://127.0.0.1:8080/{chat.id}', null],
  ['a custom variable without name', 'https://crm.example/?plan={var.}', /no.*\{var\.\}|not: \{var\.\}/],
  ['the family itself', 'https://crm.example/?plan={var.NAME}', null],
  ['an unknown one', 'https://crm.example/{visitor.shoe}', /not: \{visitor\.shoe\}/],
  ['an open brace', 'https://crm.example/{chat.id', /brace/],
  ['in the host', 'https://{visitor.name}.example/', /behind the host/],
  ['in the port', 'https://crm.example:{chat.id}/', /./],
  ['in the scheme', '{visitor.name}://crm.example/', /./],
  ['as user name', 'https://{visitor.name}@crm.example/', /./],
  ['without scheme', 'crm.example/{chat.id}', /must be an address/],
  ['plain http', 'http://crm.example/', /https/],
  ['a script', 'javascript:alert({chat.id})', /https/],
  ['data', 'data:text/html,{visitor.name}', /https/],
  ['a password', 'https://user:secret@crm.example/', /password/],
])('an address with %s', (_what, template, fault) => {
  if (fault === null) expect(checkUrlTemplate(template, known)).toBeNull();
  else expect(checkUrlTemplate(template, known)).toMatch(fault);
});

test.each<[value: string | null, filled: string]>([
  ['Vera', 'Vera'],
  [null, ''],
  ['a&b=c#d/../e', 'a%26b%3Dc%23d%2F..%2Fe'],
  ['..', '%2E%2E'],
  ["it's (so) *", 'it%27s%20%28so%29%20%2A'],
  ['{chat.id}', '%7Bchat.id%7D'],
  ['é\r\n', '%C3%A9%0D%0A'],
  ['\ud800', '%EF%BF%BD'],
])('R-106 the value %j is filled as %s', (value, filled) => {
  expect(fillUrlTemplate('https://crm.example/{visitor.name}?x', () => value)).toBe(`https://crm.example/${filled}?x`);
});
