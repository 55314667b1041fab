import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createEgressGuard } from '../../http/egress-guard.ts';
import { type MailServerOptions, openMailServer } from '../../testing/mail-server.ts';
import { mailTo } from './outbox-fixture.ts';
import { type Mail, sendMail } from './send-mail.ts';

const mail: Mail = {
  id: '01890000-0000-7000-8000-000000000001',
  to: 'ann@visitor.example',
  at: Date.parse('2026-07-01T12:00:00Z'),
  subject: 'Hello',
  text: 'Plain\n.\nFrom here',
  html: '<p>Rich</p>',
  unsubscribeUrl: null,
};
const never = new AbortController().signal;

async function serve(options: MailServerOptions = {}) {
  const server = await openMailServer(options);
  onTestFinished(() => server.close());
  const settings = { ...mailTo(server.port), user: null, password: null };
  const guard = createEgressGuard([`127.0.0.1:${server.port}`]);
  return {
    ...server,
    send: (change: Partial<Mail> = {}, smtp: Partial<Parameters<typeof sendMail>[1]> = {}, signal = never) =>
      sendMail(guard, { ...settings, ...smtp }, { ...mail, ...change }, signal),
  };
}

test('a mail arrives with both bodies, once, and named by the outbox', async () => {
  const server = await serve();
  expect(await server.send()).toMatchObject({ kind: 'accepted', answer: expect.stringMatching(/^250 /) });
  expect(server.mails).toHaveLength(1);
  const [{ parsed, recipients } = { parsed: null, recipients: [] }] = server.mails;
  expect(recipients).toEqual(['ann@visitor.example']);
  expect(parsed).toMatchObject({
    subject: 'Hello',
    messageId: '<01890000-0000-7000-8000-000000000001@shop.example>',
    from: { value: [{ name: 'The shop', address: 'shop@shop.example' }] },
    to: { value: [{ name: '', address: 'ann@visitor.example' }] },
    date: new Date(mail.at),
    html: '<p>Rich</p>',
  });
  expect(parsed?.text).toBe('Plain\n.\nFrom here');
  expect(parsed?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(parsed?.headers.has('list-unsubscribe')).toBe(false);
});

test('RFC 8058 mail to a visitor can be unsubscribed from by one click', async () => {
  const server = await serve();
  const unsubscribeUrl = `https://chat.example.com/unsubscribe?site=${'s'.repeat(36)}&to=${'a'.repeat(64)}&token=${'t'.repeat(43)}`;
  await server.send({ unsubscribeUrl });
  const raw = server.mails[0]?.raw.replace(/\r\n[ \t]+/g, ' ') ?? '';
  expect(raw).toContain(`List-Unsubscribe: <${unsubscribeUrl}>\r\n`);
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
});

test.each([
  'ann@visitor.example\r\nBcc: x@evil.example',
  'ann@visitor.example\nRCPT TO:<x@evil.example>',
  'ann@visitor.example%0aBcc:x@evil.example',
  'ann@visitor.example, x@evil.example',
  'ann@visitor.example; x@evil.example',
  'ann@visitor.example x@evil.example',
  'Ann <ann@visitor.example>',
  '"x@evil.example"@visitor.example',
  '"Ann" <x@evil.example>, ann@visitor.example',
  'group: ann@visitor.example, x@evil.example;',
  'ann@visitor.example\0',
  'änn@visitor.example',
  'ann@[127.0.0.1]',
  'ann@localhost',
  '',
  'ann',
  `${'a'.repeat(65)}@visitor.example`,
])('R-159 %j is not exactly one address', async (to) => {
  const server = await serve();
  expect((await server.send({ to })).kind).toBe('refused');
  expect(server.mails).toEqual([]);
});

test.each<[what: string, subject: string, name: string]>([
  ['unicode', 'Grüße 👋 у нас', 'Käthe 漢字'],
  ['commas and quotes', 'a, "b" <c@evil.example>', 'Shop, "The" <x@evil.example>'],
  ['what looks encoded', '=?utf-8?Q?Bcc:=20x?= %0d%0aBcc: x', '=?utf-8?B?eA==?='],
  ['line breaks', 'a\r\nBcc: x@evil.example', 'b\r\nBcc: x@evil.example'],
])('R-159 %s in subject and name stay in one header', async (_what, subject, name) => {
  const server = await serve();
  expect((await server.send({ subject }, { from: { name, address: 'shop@shop.example' } })).kind).toBe('accepted');
  const [{ parsed, recipients } = { parsed: null, recipients: [] }] = server.mails;
  expect(recipients).toEqual(['ann@visitor.example']);
  expect(parsed?.bcc).toBeUndefined();
  expect(parsed?.headerLines.filter(({ key }) => key === 'subject' || key === 'from' || key === 'to')).toHaveLength(3);
  expect(parsed?.from?.value.map(({ address }) => address)).toEqual(['shop@shop.example']);
});

test.each<[what: string, options: MailServerOptions, kind: string, answer: RegExp]>([
  ['greylisting', { refuse: (at) => (at === 'rcpt' ? [450, 'Come back later'] : null) }, 'deferred', /^450 Come back/],
  ['too many recipients', { refuse: (at) => (at === 'rcpt' ? [452, 'Too many'] : null) }, 'failed', /^452 Too many/],
  ['no such recipient', { refuse: (at) => (at === 'rcpt' ? [550, 'No such user'] : null) }, 'refused', /^550 No such/],
  ['a full disk', { refuse: (at) => (at === 'data' ? [452, 'Disk full'] : null) }, 'failed', /^452 Disk full/],
  ['spam', { refuse: (at) => (at === 'data' ? [554, 'Looks like spam'] : null) }, 'refused', /^554 Looks like spam/],
  ['a server that is not at home', { refuse: (at) => (at === 'connect' ? [554, 'No'] : null) }, 'failed', /554 No/],
  ['a cut after the mail was taken', { cutAfter: () => true }, 'failed', /./],
])('R-162 %s', async (_what, options, kind, answer) => {
  const server = await serve(options);
  const outcome = await server.send();
  expect(outcome).toMatchObject({ kind, answer: expect.stringMatching(answer) });
});

test('R-162 a server that is not there is tried again', async () => {
  const server = await serve();
  await server.close();
  expect(await server.send()).toMatchObject({ kind: 'failed', answer: expect.stringContaining('ECONNREFUSED') });
});

test('R-162 a slow server is given up at the deadline', async () => {
  const deadline = new AbortController();
  const server = await serve({
    hold: () => {
      deadline.abort();
      return new Promise(() => undefined);
    },
  });
  expect(await server.send({}, {}, deadline.signal)).toMatchObject({ kind: 'failed', answer: 'No answer in time' });
});

test('R-162 a server that takes the connection and says nothing is given up at the deadline', async () => {
  const deadline = new AbortController();
  const silent = createServer(() => deadline.abort());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const settings = { ...mailTo(port), user: null, password: null };
  const guard = createEgressGuard([`127.0.0.1:${port}`]);
  expect((await sendMail(guard, settings, mail, deadline.signal)).kind).toBe('failed');
});

test('signing in', async () => {
  const server = await serve({ user: ['shop', 'right'] });
  expect((await server.send({}, { user: 'shop', password: 'right' })).kind).toBe('accepted');
  expect(await server.send({}, { user: 'shop', password: 'wrong' })).toMatchObject({
    kind: 'failed',
    answer: expect.stringContaining('535'),
  });
  expect(server.mails).toHaveLength(1);
});

test('a password is never sent, nor a mail, where TLS was asked for and is not offered', async () => {
  const server = await serve({ user: ['shop', 'right'] });
  for (const security of ['tls', 'starttls'] as const)
    expect((await server.send({}, { security, user: 'shop', password: 'right' })).kind).toBe('failed');
  expect(server.mails).toEqual([]);
});

test('R-150 a mail server inside is not connected to', async () => {
  const server = await serve();
  const settings = { ...mailTo(server.port), user: null, password: null };
  expect((await sendMail(createEgressGuard([]), settings, mail, never)).kind).toBe('refused');
  expect((await sendMail(createEgressGuard([]), { ...settings, port: 25 }, mail, never)).kind).toBe('refused');
  expect(server.mails).toEqual([]);
});
