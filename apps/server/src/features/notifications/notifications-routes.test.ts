import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openMailServer } from '../../testing/mail-server.ts';
import { openReceiver, status } from '../../testing/receiver.ts';
import { openTestApp } from '../../testing/test-app.ts';

const mail = await openMailServer({ user: ['shop', 'right'] });
const web = await openReceiver((response, request, count) =>
  status(request.path === '/broken' ? 500 : 200)(response, request, count),
);
const server = await openTestApp({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}, 127.0.0.1:${web.port}` });
const admin = await signInAsAdministrator(server);
afterAll(async () => {
  await server.close();
  await mail.close();
  await web.close();
});

async function openSite(): Promise<string> {
  return `/api/v1/sites/${(await admin.must('POST', '/api/v1/sites', { name: 'Shop' })).id}/notifications`;
}
const smtp = {
  host: '127.0.0.1',
  port: mail.port,
  security: 'none',
  user: 'shop',
  from: { name: 'Shop', address: 'shop@shop.example' },
};
const sms = {
  url: `${web.origin}/sms`,
  body: 'To={{to}}&Body={{text}}',
  countries: ['+44'],
  headers: [
    { name: 'Authorization', secret: true, value: 'Basic of-the-provider' },
    { name: 'X-Plain', value: 'plain' },
  ],
};
const hook = { url: `${web.origin}/hook` };
interface Saved {
  version: number;
  webhookSecret: string | null;
  smtp: object | null;
  sms: object | null;
  webhook: { previousSecretUntil: number | null; secretCreatedAt: number } | null;
}

test('a site that saved none has templates to begin with, and nothing configured', async () => {
  expect(await admin.must('GET', await openSite())).toMatchObject({
    version: 0,
    emails: [],
    phones: [],
    emailVisitors: false,
    visitorMail: { subject: 'Thank you for visiting {{site}}' },
    staffMail: { subject: '{{site}}: {{rule}}' },
    smtp: null,
    sms: null,
    webhook: null,
  });
});

test('what is saved is answered as it was written, without secrets', async () => {
  const url = await openSite();
  const change = {
    emails: ['a@shop.example'],
    phones: ['+447700900123'],
    emailVisitors: true,
    visitorMail: { subject: 'Hi from {{site}}', body: '{{visitor.name}} {{unsubscribe}}' },
    staffMail: { subject: '{{rule}} {{visitor.name}}', body: '{{link}}' },
    smtp: { ...smtp, password: 'right' },
    sms: { ...sms, dailyCap: 7 },
    webhook: { ...hook, events: ['alert.matched'] },
  };
  const saved = await admin.must<Saved>('PUT', url, { ...change, version: 0 });
  const shown = {
    ...change,
    version: 1,
    smtp: { ...smtp, hasPassword: true },
    sms: {
      ...change.sms,
      method: 'POST',
      contentType: 'application/x-www-form-urlencoded',
      headers: [
        { name: 'Authorization', secret: true, value: null, hasValue: true },
        { name: 'X-Plain', secret: false, value: 'plain', hasValue: true },
      ],
    },
    webhook: { ...hook, enabled: true, events: ['alert.matched'], stopped: null, previousSecretUntil: null },
  };
  expect(saved).toMatchObject(shown);
  expect(saved.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const read = await admin.must('GET', url);
  expect(read).toMatchObject(shown);
  expect(read).not.toHaveProperty('webhookSecret');

  const stored = JSON.stringify(await server.storage.db.selectFrom('notifications').selectAll().execute());
  for (const secret of ['right', 'of-the-provider', String(saved.webhookSecret)]) {
    expect(stored).not.toContain(`"${secret}`);
    expect(JSON.stringify(read)).not.toContain(secret);
  }
});

test.each<[what: string, saves: number, version: number, code: number]>([
  ['first, on version 0', 0, 0, 200],
  ['first, on another version', 0, 1, 409],
  ['again, on the version it has', 1, 1, 200],
  ['again, as if it were first', 1, 0, 409],
  ['again, on a stale version', 2, 1, 409],
])('saved %s', async (_what, saves, version, code) => {
  const url = await openSite();
  for (let saved = 0; saved < saves; saved++) await admin.must('PUT', url, { version: saved });
  expect((await admin.call('PUT', url, { body: { emailVisitors: true, version } })).statusCode).toBe(code);
  expect(await admin.must('GET', url)).toMatchObject(
    code === 200 ? { emailVisitors: true, version: version + 1 } : { emailVisitors: false, version: saves },
  );
});

const place = (path: string, value: unknown) => {
  const [first = '', second] = path.split('.');
  return { [first]: second === undefined ? value : { [second]: value } };
};
test.each<[what: string, change: object, path: string, message: RegExp]>([
  ['an unknown field', place('visitorMail.body', 'Hi {{visitor.nane}}'), 'visitorMail.body', /\{\{visitor\.nane\}\}/],
  ['an expression', place('staffMail.body', '{{1+1}}'), 'staffMail.body', /\{\{1\+1\}\}/],
  ['an inherited name', place('staffMail.body', '{{constructor}}'), 'staffMail.body', /\{\{constructor\}\}/],
  ['the console in mail to visitors', place('visitorMail.body', '{{link}}'), 'visitorMail.body', /\{\{link\}\}/],
  [
    'a visitor’s words in the subject of mail to visitors',
    place('visitorMail.subject', 'Hi {{visitor.name}}'),
    'visitorMail.subject',
    /\{\{visitor\.name\}\}/,
  ],
  ['a subject of two lines', place('staffMail.subject', 'a\r\nBcc: x'), 'staffMail.subject', /one line/],
  ['two addresses in one', { emails: ['a@b.example, c@d.example'] }, 'emails.0', /one mail address/],
  ['an address with a name', { emails: ['A <a@b.example>'] }, 'emails.0', /one mail address/],
  ['a national number', { phones: ['07700900123'] }, 'phones.0', /international/],
  [
    'a name of two lines',
    { smtp: { ...smtp, from: { name: 'a\nb', address: 'a@b.example' } } },
    'smtp.from.name',
    /line/,
  ],
  ['a port that is not for mail', { smtp: { ...smtp, port: 80 } }, 'smtp.host', /Port 80/],
  ['a mail server inside', { smtp: { ...smtp, host: '10.0.0.1', port: 25 } }, 'smtp.host', /not a public/],
  ['an SMS without {{to}}', { sms: { ...sms, body: 'Body={{text}}' } }, 'sms.body', /\{\{to\}\}/],
  [
    'an SMS with a visitor’s field in the request',
    { sms: { ...sms, body: '{{to}}{{text}}{{site}}' } },
    'sms.body',
    /site/,
  ],
  [
    'JSON that is none',
    { sms: { ...sms, contentType: 'application/json', body: '{{to}}{{text}}' } },
    'sms.body',
    /JSON/,
  ],
  ['no country', { sms: { ...sms, countries: [] } }, 'sms.countries', /at least one/],
  ['a country by name', { sms: { ...sms, countries: ['GB'] } }, 'sms.countries.0', /\+44/],
  ['a header of ours', { sms: { ...sms, headers: [{ name: 'Host', value: 'x' }] } }, 'sms.headers.0.name', /itself/],
  [
    'a header of two lines',
    { sms: { ...sms, headers: [{ name: 'X', value: 'a\r\nY: b' }] } },
    'sms.headers.0.value',
    /one line/,
  ],
  [
    'a header twice',
    {
      sms: {
        ...sms,
        headers: [
          { name: 'X', value: 'a' },
          { name: 'x', value: 'b' },
        ],
      },
    },
    'sms.headers.1.name',
    /twice/,
  ],
  [
    'a header without a value',
    { sms: { ...sms, headers: [{ name: 'X', secret: true }] } },
    'sms.headers.0.value',
    /enter/,
  ],
  ['an SMS service inside', { sms: { ...sms, url: 'http://169.254.169.254/' } }, 'sms.url', /not a public/],
  ['a webhook inside', { webhook: { url: 'http://[::ffff:127.0.0.1]/' } }, 'webhook.url', /not a public/],
  ['a webhook by another name of inside', { webhook: { url: 'http://localhost/' } }, 'webhook.url', /not a public/],
  ['a webhook on another port', { webhook: { url: 'https://93.184.215.14:6379/' } }, 'webhook.url', /Port 6379/],
  ['a webhook with a password', { webhook: { url: 'https://u:p@93.184.215.14/' } }, 'webhook.url', /password/],
  ['a webhook by another protocol', { webhook: { url: 'ftp://93.184.215.14/' } }, 'webhook.url', /https/],
])('R-150, R-153, R-159, R-160 refused, naming the field: %s', async (_what, change, path, message) => {
  const url = await openSite();
  const answer = await admin.call('PUT', url, { body: { ...change, version: 0 } });
  const { errors = [] } = answer.json<{ errors?: { path: string; message: string }[] }>();
  expect(answer.statusCode).toBe(400);
  expect(errors.find((error) => error.path === path)?.message, JSON.stringify(errors)).toMatch(message);
  expect(await admin.must('GET', url)).toMatchObject({ version: 0 });
});

describe('secrets', () => {
  let url: string;
  const secrets = { smtp: { ...smtp, password: 'right' }, sms, webhook: hook };
  beforeAll(async () => {
    url = await openSite();
  });
  const version = async () => (await admin.must('GET', url)).version;
  const save = async (change: object) => admin.must<Saved>('PUT', url, { ...change, version: await version() });
  const refusal = async (change: object) => {
    const answer = await admin.call('PUT', url, { body: { ...change, version: await version() } });
    return answer.json<{ errors?: { path: string }[] }>().errors?.map(({ path }) => path);
  };
  const { password: _password, ...withoutPassword } = secrets.smtp;
  const withoutValue = { ...sms, headers: [{ name: 'authorization', secret: true }] };

  test('left out, they are kept', async () => {
    await save(secrets);
    expect(await save({ smtp: withoutPassword, sms: withoutValue, webhook: hook })).toMatchObject({
      smtp: { hasPassword: true },
      sms: { headers: [{ name: 'authorization', value: null, hasValue: true }] },
      webhookSecret: null,
    });
    expect(await admin.must('POST', `${url}/test`, { kind: 'email', to: 'ann@shop.example' })).toMatchObject({
      accepted: true,
    });
    await admin.must('POST', `${url}/test`, { kind: 'sms', to: '+447700900123' });
    expect(web.requests.at(-1)?.headers.authorization).toBe('Basic of-the-provider');
  });

  test('they do not go to another host than they were entered for', async () => {
    await save(secrets);
    expect(await refusal({ smtp: { ...withoutPassword, host: '93.184.215.14', port: 25 } })).toEqual(['smtp.password']);
    expect(await refusal({ sms: { ...withoutValue, url: 'https://93.184.215.14/sms' } })).toEqual([
      'sms.headers.0.value',
    ]);
    expect(await refusal({ sms: { ...sms, headers: [{ name: 'Authorization', secret: false }] } })).toEqual([
      'sms.headers.0.value',
    ]);
    expect(await save({ smtp: withoutPassword, sms: { ...withoutValue, url: `${web.origin}/other` } })).toMatchObject({
      smtp: { hasPassword: true },
    });
  });

  test('null removes a password', async () => {
    await save(secrets);
    expect(await save({ smtp: { ...smtp, password: null } })).toMatchObject({ smtp: { hasPassword: false } });
  });

  test('what is removed and comes back has no secret any more, and a webhook a new one', async () => {
    const first = await save(secrets);
    expect(await save({})).toMatchObject({ smtp: null, sms: null, webhook: null, webhookSecret: null });
    const { webhookSecret, smtp: again } = await save({ smtp: withoutPassword, webhook: hook });
    expect(again).toMatchObject({ hasPassword: false });
    expect(webhookSecret).toMatch(/^whsec_/);
    expect(webhookSecret).not.toBe(first.webhookSecret);
  });

  test('R-156 a new secret of the webhook is told once; the one before is valid for a day', async () => {
    const { webhookSecret, version: at } = await save({ webhook: hook, smtp: null, sms: null });
    const rotated = await admin.must<Saved>('POST', `${url}/webhook-secret`, { version: at });
    expect(rotated).toMatchObject({ version: at + 1, webhook: { previousSecretUntil: expect.any(Number) } });
    expect(rotated.webhookSecret).toMatch(/^whsec_/);
    expect(rotated.webhookSecret).not.toBe(webhookSecret);
    expect(Number(rotated.webhook?.previousSecretUntil) - Number(rotated.webhook?.secretCreatedAt)).toBe(86_400_000);
    const signatures = async () => {
      await admin.must('POST', `${url}/test`, { kind: 'webhook' });
      return String(web.requests.at(-1)?.headers['webhook-signature']).split(' ').length;
    };
    expect(await signatures()).toBe(2);
    server.clock.aheadMs += 86_400_000;
    onTestFinished(() => {
      server.clock.aheadMs -= 86_400_000;
    });
    const later = await signInAsAdministrator(server);
    await later.must('POST', `${url}/test`, { kind: 'webhook' });
    expect(String(web.requests.at(-1)?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  test('a rotation needs a webhook, and the version it was asked for on', async () => {
    await save({});
    const rotate = async (asked: number) =>
      (await admin.call('POST', `${url}/webhook-secret`, { body: { version: asked } })).statusCode;
    expect(await rotate(await version())).toBe(409);
    await save({ webhook: hook });
    expect(await rotate((await version()) + 1)).toBe(409);
    expect(await rotate(await version())).toBe(200);
  });
});

describe('a test', () => {
  test('says what the server said, of mail', async () => {
    const url = await openSite();
    await admin.must('PUT', url, { smtp: { ...smtp, password: 'right' }, version: 0 });
    expect(await admin.must('POST', `${url}/test`, { kind: 'email', to: 'ann@shop.example' })).toMatchObject({
      accepted: true,
      answer: expect.stringMatching(/^250 /),
    });
    expect(mail.mails.at(-1)?.parsed.subject).toBe('Test: Shop: A test');
    await admin.must('PUT', url, { smtp: { ...smtp, password: 'wrong' }, version: 1 });
    expect(await admin.must('POST', `${url}/test`, { kind: 'email', to: 'ann@shop.example' })).toMatchObject({
      accepted: false,
      answer: expect.stringMatching(/^535 /),
    });
  });

  test('says what the server said, of a webhook', async () => {
    const url = await openSite();
    await admin.must('PUT', url, { webhook: { url: `${web.origin}/broken` }, version: 0 });
    expect(await admin.must('POST', `${url}/test`, { kind: 'webhook', to: null })).toEqual({
      accepted: false,
      answer: '500 Internal Server Error',
    });
    expect(JSON.parse(web.requests.at(-1)?.body ?? '')).toMatchObject({ type: 'test' });
  });

  test('R-164 goes to no other country', async () => {
    const url = await openSite();
    await admin.must('PUT', url, { sms, version: 0 });
    const before = web.requests.length;
    expect(await admin.must('POST', `${url}/test`, { kind: 'sms', to: '+19005550100' })).toMatchObject({
      accepted: false,
    });
    expect(web.requests).toHaveLength(before);
  });

  test.each([
    ['email', 'ann@shop.example'],
    ['sms', '+447700900123'],
    ['webhook', null],
  ])('of %s needs something to send it with', async (kind, to) => {
    const answer = await admin.call('POST', `${await openSite()}/test`, { body: { kind, to } });
    expect(answer.statusCode).toBe(409);
  });

  test.each([
    ['email', 'ann'],
    ['email', 'a@b.example\r\nc@d.example'],
    ['sms', 'ann@shop.example'],
    ['fax', '+447700900123'],
  ])('of %s to %j is refused', async (kind, to) => {
    expect((await admin.call('POST', `${await openSite()}/test`, { body: { kind, to } })).statusCode).toBe(400);
  });
});

describe('a preview', () => {
  const preview = async (body: object) => admin.must('POST', `${await openSite()}/preview`, body);

  test('says what would be sent, of a made-up visit', async () => {
    expect(await preview({ kind: 'staffMail', subject: '{{rule}} on {{site}}', body: 'By {{visitor.name}}' })).toEqual({
      subject: 'A test on Shop',
      text: 'By Ann Example',
      parts: null,
    });
    expect(await preview({ kind: 'sms', text: '{{visitor.name}}: {{page.title}}' })).toEqual({
      subject: null,
      text: 'Ann Example: Prices',
      parts: 1,
    });
  });

  test('of mail to visitors has the line to unsubscribe, and no link that works', async () => {
    const { text } = (await preview({ kind: 'visitorMail', subject: 'Hi', body: 'Thanks' })) as unknown as {
      text: string;
    };
    expect(text).toMatch(/^Thanks\n\nNo more mail from Shop: .*\/unsubscribe\?…/);
  });

  test('refuses a field that cannot be used there, by its name', async () => {
    const body = { kind: 'visitorMail', subject: '{{visitor.name}}', body: '{{link}}' };
    const answer = await admin.call('POST', `${await openSite()}/preview`, { body });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('{{visitor.name}} is not a field');
    expect(answer.body).toContain('{{link}} is not a field');
  });

  test('of a visit that there is not is refused', async () => {
    const body = { kind: 'sms', text: 'x', visitId: '01890000-0000-7000-8000-000000000000' };
    expect((await admin.call('POST', `${await openSite()}/preview`, { body })).statusCode).toBe(404);
  });
});
