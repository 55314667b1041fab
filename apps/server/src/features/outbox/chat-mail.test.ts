import { notificationsSchema } from '@foyer/protocol/notifications';
import type { ChatMailData, TranscriptLine } from '@foyer/protocol/outbox';
import { expect, test } from 'vitest';
import { mailOfReply, mailOfTranscript } from './chat-mail.ts';

const { replyMail, transcriptMail, staffTranscriptMail } = notificationsSchema.parse({
  smtp: null,
  sms: null,
  webhook: null,
  version: 0,
});
const surroundings = { origin: 'https://chat.example.com', timeZone: 'Europe/Berlin' };
const data: ChatMailData = {
  site: 'Shop',
  visitor: { name: 'Vera <b>', email: 'vera@visitor.example' },
  operatorName: 'Olga',
  question: 'One line\nand {{site}} <img src=x>',
  pageUrl: 'https://shop.example/prices',
  country: 'DE',
  requestedAt: Date.parse('2026-07-01T22:30:00Z'),
  link: '/console/recent-chats/7',
};
const at = (time: string) => Date.parse(`2026-07-${time}:00Z`);
const lines: TranscriptLine[] = [
  { at: at('01T21:59'), side: 'visitor', name: 'Vera <b>', text: 'Hello\n<script>1</script> {{unsubscribe}}' },
  { at: at('01T22:01'), side: 'note', name: null, text: 'Olga joined the chat' },
  { at: at('01T22:02'), side: 'operator', name: 'Olga', text: 'Hi & bye' },
  { at: at('01T22:03'), side: 'operator', name: null, text: 'Are you there?' },
];

test('a transcript has names, and times in the site’s zone, which is named', () => {
  const { subject, text } = mailOfTranscript(
    transcriptMail,
    { kind: 'email', data, lines, omitted: 2 },
    surroundings,
    'https://u.example/',
  );
  expect(subject).toBe('Your chat with Shop');
  expect(text).toContain(
    [
      'Times are Europe/Berlin (GMT+2). The first 2 lines are left out.',
      '1 July 2026',
      '[23:59] Vera <b>:\nHello\n<script>1</script> {{unsubscribe}}',
      '2 July 2026',
      '[00:01] Olga joined the chat',
      '[00:02] Olga:\nHi & bye',
      '[00:03] Automatic message:\nAre you there?',
    ].join('\n\n'),
  );
  expect(text).toMatch(/No more mail from Shop: https:\/\/u\.example\/\n$/);
});

test('R-160 its HTML is text, whatever it says, with no link but our own', () => {
  const { html } = mailOfTranscript(
    transcriptMail,
    { kind: 'email', data, lines, omitted: 0 },
    surroundings,
    'https://u.example/',
  );
  expect(html).toContain('<strong>Vera &lt;b&gt;</strong> <small>23:59</small>');
  expect(html).toContain('&lt;script&gt;1&lt;/script&gt; {{unsubscribe}}');
  expect(html).toContain('Hi &amp; bye');
  expect(html).not.toContain('<script');
  expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://u.example/"']);
});

test('one to the team links to the chat, and has no line to unsubscribe', () => {
  const { subject, text } = mailOfTranscript(
    staffTranscriptMail,
    { kind: 'email', data, lines, omitted: 0 },
    surroundings,
    null,
  );
  expect(subject).toBe('Shop: chat with Vera <b>');
  expect(text).toContain('https://chat.example.com/console/recent-chats/7');
  expect(text).toContain('E-mail: vera@visitor.example');
  expect(text).not.toContain('No more mail');
});

test('a reply keeps the operator’s lines and quotes the question; its subject has none of the visitor’s words', () => {
  const message = { kind: 'email', template: 'reply', text: 'First line\nsecond {{question}}', data } as const;
  const { subject, text, html } = mailOfReply(replyMail, message, surroundings);
  expect(subject).toBe('Your message to Shop');
  expect(text).toBe(
    'Hello Vera <b>,\n\nFirst line\nsecond {{question}}\n\nOlga\nShop\n\nYou wrote on 2 July 2026, 00:30 Europe/Berlin (GMT+2):\nOne line\nand {{site}} <img src=x>\n',
  );
  expect(html).toContain('and {{site}} &lt;img src=x&gt;');
  expect(html).not.toContain('<img');
});

test.each<[what: string, change: object, path: string]>([
  ['the words of a visitor in the subject of a reply', { replyMail: { subject: '{{question}}' } }, 'replyMail.subject'],
  ['a reply without the reply', { replyMail: { body: 'Hello' } }, 'replyMail.body'],
  ['a transcript without the transcript', { transcriptMail: { body: 'Hello {{site}}' } }, 'transcriptMail.body'],
  [
    'the address in a transcript to it',
    { transcriptMail: { body: '{{transcript}} {{visitor.email}}' } },
    'transcriptMail.body',
  ],
])('%s is refused', (_what, change, path) => {
  const { error } = notificationsSchema.safeParse({ smtp: null, sms: null, webhook: null, version: 0, ...change });
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});
