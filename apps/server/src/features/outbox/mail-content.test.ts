import type { OutboxData } from '@foyer/protocol/outbox';
import { expect, test } from 'vitest';
import { mailByTemplate, mailOfNotice } from './mail-content.ts';
import { outboxData } from './outbox-fixture.ts';

const surroundings = { origin: 'https://chat.example.com', timeZone: 'Europe/London' };
const staff = (body: string, data: Partial<OutboxData> = {}, subject = '{{rule}}') =>
  mailByTemplate({ subject, body }, { ...outboxData, ...data }, surroundings, null);
const named = (name: string): Partial<OutboxData> => ({ visitor: { ...outboxData.visitor, name } });

test('every merge field stands for what it says', () => {
  const fields = [
    'site',
    'rule',
    'at',
    'visitor.name',
    'visitor.company',
    'visitor.email',
    'visitor.phone',
    'visit.number',
    'page',
    'page.title',
    'entryPage',
    'referrer',
    'country',
    'link',
  ];
  expect(staff(fields.map((field) => `{{${field}}}`).join('\n')).text.split('\n')).toEqual([
    'Shop',
    'Serious',
    '1 Jul 2026, 13:00',
    'Ann',
    'Ann’s Ltd',
    'ann@visitor.example',
    '+447700900111',
    '3',
    'https://shop.example/prices',
    'Prices',
    'https://shop.example/',
    'https://search.example/?q=shop',
    'GB',
    'https://chat.example.com/console/visits/7',
  ]);
});

test('what is not known is nothing', () => {
  const { visitor } = outboxData;
  const unknown = { ...visitor, name: null, company: null, email: null, phone: null };
  expect(
    staff('[{{visitor.name}}{{referrer}}{{ country }}]', { visitor: unknown, referrer: null, country: null }).text,
  ).toBe('[]');
});

test.each<[what: string, name: string, text: string, html: string]>([
  ['a merge field', '{{site}}', '{{site}}', '{{site}}'],
  ['half of one', '{{', '{{', '{{'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a visitor would try
  ['an expression', '${process.env}', '${process.env}', '${process.env}'],
  ['another template language', '<%= 1 %>#{1}', '<%= 1 %>#{1}', '&lt;%= 1 %&gt;#{1}'],
  ['a replacement pattern', '$1 $` $$', '$1 $` $$', '$1 $` $$'],
  ['an image', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['quotes', `"'&`, `"'&`, '&quot;&#39;&amp;'],
  [
    'several lines',
    'Ann\r\nBcc: x@example.com\n\n<b>',
    'Ann Bcc: x@example.com <b>',
    'Ann Bcc: x@example.com &lt;b&gt;',
  ],
  ['control characters', 'A\u0000\u0007\u001b[31mB\u2028C', 'A [31mB C', 'A [31mB C'],
  ['text that runs backwards', 'A\u202egpj.exe', 'Agpj.exe', 'Agpj.exe'],
  ['half of a surrogate pair', 'A\ud800', 'A\ufffd', 'A\ufffd'],
])('R-160 a visitor named like %s is text', (_what, name, text, html) => {
  const mail = staff('<{{visitor.name}}>', named(name), 'From {{visitor.name}}');
  expect(mail.text).toBe(`<${text}>`);
  expect(mail.html).toContain(`<p>&lt;${html}&gt;</p>`);
  expect(mail.subject).toBe(`From ${text}`);
});

test('R-160 only our own addresses become links', () => {
  const { html } = staff('{{page}} {{link}}', { page: { url: 'https://evil.example/"><a', title: '' } });
  expect(html).toContain(
    'https://evil.example/&quot;&gt;&lt;a <a href="https://chat.example.com/console/visits/7">https://chat.example.com/console/visits/7</a>',
  );
});

test('lines stay lines', () => {
  expect(staff('a\n\nb').html).toContain('a<br>\n<br>\nb');
});

test('long texts are cut', () => {
  const mail = staff('{{visitor.name}}', named('x'.repeat(5000)), '{{visitor.name}}');
  expect([mail.text.length, mail.subject.length]).toEqual([1000, 200]);
});

test.each<[body: string, text: string]>([
  ['Bye: {{unsubscribe}}', 'Bye: https://u.example/?a=1&b=2'],
  ['Bye: {{ unsubscribe }}', 'Bye: https://u.example/?a=1&b=2'],
  ['Hello\n', 'Hello\n\nNo more mail from Shop: https://u.example/?a=1&b=2\n'],
])('mail to a visitor always says how to get no more: %j', (body, text) => {
  const mail = mailByTemplate({ subject: 'Hi', body }, outboxData, surroundings, 'https://u.example/?a=1&b=2');
  expect(mail.text).toBe(text);
  expect(mail.html).toContain('<a href="https://u.example/?a=1&amp;b=2">https://u.example/?a=1&amp;b=2</a>');
});

test('a notice of our own is escaped too', () => {
  expect(mailOfNotice({ subject: 'A\r\nB', text: 'c <d>\ne' })).toEqual({
    subject: 'A B',
    text: 'c <d>\ne',
    html: '<!doctype html><html><body><p>c &lt;d&gt;<br>\ne</p></body></html>',
  });
});
