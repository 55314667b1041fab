import { expect, test } from 'vitest';
import {
  type AddressTemplateRules,
  type AddressTemplateValues,
  fillAddressTemplate,
  findAddressTemplateFault,
  originOf,
} from './address-template.ts';

const placeholders = ['chat.id', 'visitor.id', 'visitor.name', 'visitor.email', 'token', 'survey.NAME', 'var.NAME'];
/** As a form in a frame has them. */
const rules: AddressTemplateRules = {
  placeholders,
  tooPersonal: ['visitor.name', 'visitor.email', 'survey.NAME'],
  frame: { ownHosts: ['console.example', '127.0.0.1'] },
};

test.each<[what: string, template: string, fault: RegExp | null]>([
  ['https', 'https://crm.example/v', null],
  ['with a port', 'https://crm.example:8443/v?id={visitor.id}#{chat.id}', null],
  ['no path at all', 'https://crm.example', null],
  ['R-105 script', 'javascript:alert(1)', /must be an address/],
  ['R-105 data', 'data://x/,hello', /https/],
  ['R-105 file', 'file:///etc/passwd', /host|https/],
  ['R-105 blob', 'blob:https://crm.example/1', /must be an address/],
  ['R-105 plain http', 'http://crm.example/', /https/],
  ['plain http to this machine, to try things out', 'http://localhost:3000/form?x={chat.id}', null],
  ['an IPv6 address, which no policy can name', 'https://[2001:db8::1]/', /IPv6/],
  ['a host that only looks like this machine', 'http://127.0.0.1.evil.example/', /https/],
  ['R-105 the console’s own host', 'https://console.example/x', /own host/],
  ['R-105 the own host by another port and spelling', 'https://CONSOLE.example:99/x', /own host/],
  ['R-105 the own address of this machine', 'http://127.0.0.1:9/', /own host/],
  ['R-106 a placeholder in the host', 'https://{visitor.id}.example/', /host/],
  ['R-106 a placeholder in the port', 'https://crm.example:{chat.id}/', /host/],
  ['R-106 a placeholder as the scheme', '{chat.id}://crm.example/', /must be an address/],
  ['R-106 a placeholder that would be a user name', 'https://{visitor.id}@crm.example/', /host/],
  ['a user name', 'https://me@crm.example/', /user name/],
  ['blanks', 'https://crm.example/a b', /without blanks/],
  [
    'an unknown placeholder, with the allowed ones named',
    'https://crm.example/{visitor.shoe}',
    /unknown placeholder \{visitor\.shoe\}.*\{visitor\.name\}.*\{survey\.NAME\}/,
  ],
  ['an empty one', 'https://crm.example/{}', /unknown placeholder/],
  ['a brace that is none', 'https://crm.example/{chat.id', /brace/],
  ['a family without a name', 'https://crm.example/{var.}', /unknown/],
  ['a custom variable', 'https://crm.example/{var.plan}', null],
  ['R-109 personal data need a switch', 'https://crm.example/?e={visitor.email}', /personal data/],
  ['R-109 what a survey asked may be personal', 'https://crm.example/?e={survey.email}', /personal data/],
  ['a family that there is not', 'https://crm.example/?e={visitor.NAME}', /unknown/],
  ['the family itself', 'https://crm.example/?plan={var.NAME}', null],
  ['the token needs none', 'https://crm.example/?t={token}', null],
])('S-079 %s', (_what, template, fault) => {
  const found = findAddressTemplateFault(template, rules);
  if (fault === null) expect(found).toBeNull();
  else expect(found).toMatch(fault);
});

test('S-080 with the switch on, personal data may be used', () => {
  expect(findAddressTemplateFault('https://crm.example/?e={visitor.email}', { ...rules, tooPersonal: [] })).toBeNull();
});

test.each<[what: string, template: string, fault: RegExp | null]>([
  ['no placeholder', 'https://crm.example/', null],
  ['in a path segment', 'https://crm.example/{chat.id}/edit', null],
  ['in query and fragment', 'https://crm.example/?a={visitor.name}#{chat.id}', null],
  ['this machine, for trying out', 'http://127.0.0.1:8080/{chat.id}', null],
  ['this machine by IPv6', 'http://[::1]:8080/{chat.id}', null],
  ['the console’s own host', 'https://console.example/{chat.id}', null],
  ['an unknown one', 'https://crm.example/{visitor.shoe}', /unknown placeholder \{visitor\.shoe\}/],
  ['in the host', 'https://{visitor.name}.example/', /not in the name of the host/],
  ['without scheme', 'crm.example/{chat.id}', /must be an address/],
  ['a script', 'javascript:alert({chat.id})', /must be an address/],
  ['data', 'data:text/html,{visitor.name}', /must be an address/],
  ['a password', 'https://user:secret@crm.example/', /user name/],
])('S-073 an address that is opened in a tab of its own: %s', (_what, template, fault) => {
  const found = findAddressTemplateFault(template, { placeholders });
  if (fault === null) expect(found).toBeNull();
  else expect(found).toMatch(fault);
});

const values: AddressTemplateValues = {
  known: {
    'visitor.name': 'Vera & Söhne #1',
    'visitor.email': null,
    'page.url': 'https://shop.example/?a=1&b=2',
    'chat.id': 'c-1',
  },
  families: { survey: { question: '100%?' }, var: { plan: 'pro/plus', up: '..', toString: 'own' } },
};

test.each<[what: string, template: string, address: string]>([
  [
    'R-106 each value is encoded',
    'https://crm.example/{chat.id}?n={visitor.name}',
    'https://crm.example/c-1?n=Vera%20%26%20S%C3%B6hne%20%231',
  ],
  ['a missing value is empty', 'https://crm.example/?e={visitor.email}&c={chat.id}', 'https://crm.example/?e=&c=c-1'],
  ['a variable nobody set is empty', 'https://crm.example/?e={var.colour}', 'https://crm.example/?e='],
  [
    'an address within the address',
    'https://crm.example/#p={page.url}',
    'https://crm.example/#p=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26b%3D2',
  ],
  ['a survey answer', 'https://crm.example/?q={survey.question}', 'https://crm.example/?q=100%25%3F'],
  ['a slash makes no further segment', 'https://crm.example/{var.plan}/x', 'https://crm.example/pro%2Fplus/x'],
  ['dots lead nowhere in a path', 'https://crm.example/a/{var.up}/x', 'https://crm.example/a//x'],
  [
    'nor do they together with a dot of the template',
    'https://crm.example/a/{var.none}{var.up}?x',
    'https://crm.example/a/?x',
  ],
  [
    'nor behind a backslash, which browsers read as a slash',
    'https://crm.example/a\\{var.up}',
    'https://crm.example/a\\',
  ],
  ['in a query they are only dots', 'https://crm.example/?x={var.up}', 'https://crm.example/?x=..'],
  ['what every object has is no value', 'https://crm.example/?x={var.constructor}', 'https://crm.example/?x='],
])('S-080 %s', (_what, template, address) => {
  expect(fillAddressTemplate(template, values).address).toBe(address);
});

test('S-080 the parts say what came from where', () => {
  expect(fillAddressTemplate('https://crm.example/{chat.id}?e={visitor.email}', values).parts).toEqual([
    { text: 'https://crm.example/', placeholder: null },
    { text: 'c-1', placeholder: 'chat.id' },
    { text: '?e=', placeholder: null },
    { text: '', placeholder: 'visitor.email' },
  ]);
});

test('R-106 no value reaches scheme, host or port', () => {
  const hostile = [
    '@evil.test/',
    '\\evil.test',
    '//evil.test',
    '\nHost: evil',
    '?x',
    '#x',
    '../../..',
    '%2e%2e',
    ':80',
    '\ud800',
  ];
  for (const value of hostile)
    for (const template of [
      'https://crm.example/{chat.id}',
      'https://crm.example?{chat.id}',
      'https://crm.example/a#{chat.id}',
    ]) {
      const { address } = fillAddressTemplate(template, { known: { 'chat.id': value }, families: {} });
      expect(new URL(address).origin, address).toBe('https://crm.example');
    }
});

test('the origin of a template has nothing of its placeholders', () => {
  expect(originOf('https://CRM.example:443/{chat.id}')).toBe('https://crm.example');
});

test.each<[value: string | null, filled: string]>([
  ['Vera', 'Vera'],
  [null, ''],
  ['a&b=c#d/../e', 'a%26b%3Dc%23d%2F..%2Fe'],
  ['..', ''],
  ["it's (so) *", 'it%27s%20%28so%29%20%2A'],
  ['{chat.id}', '%7Bchat.id%7D'],
  ['é\r\n', '%C3%A9%0D%0A'],
  ['\ud800', '%EF%BF%BD'],
])('R-106 the value %j is filled as %s', (value, filled) => {
  const { address } = fillAddressTemplate('https://crm.example/{visitor.name}?x', {
    known: { 'visitor.name': value },
    families: {},
  });
  expect(address).toBe(`https://crm.example/${filled}?x`);
});
