import { afterAll, expect, onTestFinished, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { callerOf, signInAsAdministrator } from '../../testing/caller.ts';
import { openMailServer } from '../../testing/mail-server.ts';
import { openTestApp, testSecret } from '../../testing/test-app.ts';
import { insertOutboxItems } from './insert-outbox-items.ts';
import { mailTo, visitorMail } from './outbox-fixture.ts';
import { toOutboxRow } from './outbox-row.ts';
import { addressHash, UnsubscribeLinks } from './unsubscribe-links.ts';
import { isUnsubscribed } from './unsubscribed-repository.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
const { db } = server.storage;
afterAll(() => server.close());

const links = new UnsubscribeLinks(testSecret);
const address = 'ann@visitor.example';
const openSite = async (name = 'Shop') => (await admin.must('POST', '/api/v1/sites', { name })).id;
const visitor = callerOf(server);

test('the link opens a page with a button, and changes nothing', async () => {
  const site = await openSite('<b>Shop</b> & "Sons"');
  for (const method of ['GET', 'HEAD'] as const) {
    const answer = await visitor.call(method, links.pathFor(site, address));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    if (method === 'HEAD') continue;
    expect(answer.body).toContain('No more mail from &lt;b&gt;Shop&lt;/b&gt; &amp; &quot;Sons&quot;?');
    expect(answer.body).toContain('<form method="post"><button');
    expect(answer.body).not.toContain(address);
  }
  expect(await isUnsubscribed(db, site, addressHash(site, address))).toBe(false);
});

test.each<[what: string, headers: Record<string, string>, body: string | undefined]>([
  ['the page’s button', { 'content-type': 'application/x-www-form-urlencoded' }, ''],
  [
    'one click in a mail program (RFC 8058)',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'List-Unsubscribe=One-Click',
  ],
  [
    'one click as a form with parts',
    { 'content-type': 'multipart/form-data; boundary=x' },
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  ],
  ['one click from another origin', { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' }, undefined],
  ['no body at all', {}, undefined],
])('%s unsubscribes, for this site only', async (_what, headers, body) => {
  const site = await openSite();
  const other = await openSite();
  const answer = await visitor.call('POST', links.pathFor(site, address), {
    headers,
    ...(body === undefined ? {} : { body }),
  });
  expect([answer.statusCode, answer.body.includes('You will get no more mail from Shop')]).toEqual([200, true]);
  expect(await isUnsubscribed(db, site, addressHash(site, 'Ann@Visitor.Example'))).toBe(true);
  expect(await isUnsubscribed(db, other, addressHash(other, address))).toBe(false);
  expect((await visitor.call('POST', links.pathFor(site, address))).statusCode).toBe(200);
});

test.each<[what: string, change: (query: URLSearchParams, other: string) => void]>([
  ['another address', (query) => query.set('to', 'b'.repeat(64))],
  ['another site', (query, other) => query.set('site', other)],
  ['a changed token', (query) => query.set('token', `${query.get('token')?.slice(0, -1)}_`)],
  ['a cut token', (query) => query.set('token', query.get('token')?.slice(0, 20) ?? '')],
  ['no token', (query) => query.delete('token')],
  ['nothing at all', (query) => ['site', 'to', 'token'].forEach((name) => void query.delete(name))],
])('a link with %s is not valid', async (_what, change) => {
  const site = await openSite();
  const [path, query] = links.pathFor(site, address).split('?');
  const changed = new URLSearchParams(query);
  change(changed, await openSite());
  for (const method of ['GET', 'POST'] as const) {
    const answer = await visitor.call(method, `${path}?${changed}`);
    expect([answer.statusCode, answer.body.includes('This link is not valid')]).toEqual([400, true]);
  }
  expect(await db.selectFrom('unsubscribed').selectAll().where('site_id', '=', site).execute()).toEqual([]);
});

test('a link of another installation is not valid', async () => {
  const others = new UnsubscribeLinks('the secret of another installation, long enough');
  expect((await visitor.call('POST', others.pathFor(await openSite(), address))).statusCode).toBe(400);
});

test('the link in a mail that went out does what it says', async () => {
  const arrived = Promise.withResolvers<void>();
  const mail = await openMailServer({ hold: async () => arrived.resolve() });
  onTestFinished(() => mail.close());
  const sender = await openTestApp({
    FOYER_URL: 'https://chat.example.com',
    FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}`,
  });
  onTestFinished(() => sender.close());
  const owner = await signInAsAdministrator(sender);
  const { id: siteId } = await owner.must('POST', '/api/v1/sites', { name: 'Shop' });
  const url = `/api/v1/sites/${siteId}`;
  const row = toOutboxRow({
    siteId,
    id: newId(),
    at: sender.clock.now(),
    occurrence: 'one',
    cause: 'Serious',
    visitorId: null,
    visitId: null,
    message: visitorMail(address),
  });
  await insertOutboxItems(sender.storage.db, sender.storage.dialect, [{ ...row, state: 'dead' }]);
  await owner.must('PUT', `${url}/notifications`, { emailVisitors: true, smtp: mailTo(mail.port), version: 0 });
  await owner.must('POST', `${url}/outbox/${row.id}/retry`);
  await arrived.promise;
  const [, path = ''] =
    /List-Unsubscribe:\s*<https:\/\/chat\.example\.com([^>]+)>/.exec(mail.mails[0]?.raw ?? '') ?? [];
  expect((await callerOf(sender).call('POST', path)).statusCode).toBe(200);
  expect(await isUnsubscribed(sender.storage.db, siteId, addressHash(siteId, address))).toBe(true);
});
