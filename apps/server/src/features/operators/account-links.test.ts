import type { SentLink, User } from '@foyer/protocol/operator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { callerOf, cookieOf, signIn } from '../../testing/caller.ts';
import { openMailServer } from '../../testing/mail-server.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { offerFirstSignIn } from './first-administrator.ts';

const hourMs = 3_600_000;
const tokenOf = (sent: SentLink) => sent.link.slice(sent.link.indexOf('#') + 1);
const password = 'nanoseconds of wire';

describe.each(appsOnStores)('invitations and links to a password on %s', (_name, open) => {
  let app: StoredApp;
  let count = 0;
  beforeAll(async () => {
    app = await open();
  });
  afterAll(() => app.close());

  const invite = (extra: object = {}) =>
    app.admin.must<SentLink>('POST', '/api/v1/users/invitations', {
      name: 'Grace',
      email: `grace-${count++}@example.test`,
      ...extra,
    });
  const look = (token: string) => callerOf(app).call('POST', '/api/v1/account-links/look', { body: { token } });
  const use = (token: string, body: object = { password }) =>
    callerOf(app).call('POST', '/api/v1/account-links/use', { body: { token, ...body } });
  const find = (id: string) => app.admin.must<User>('GET', `/api/v1/users/${id}`);

  test('who is invited chooses name and password, is signed in, and the link is used up', async () => {
    const sent = await invite();
    expect(sent).toMatchObject({ mailed: false, user: { invited: true, link: { purpose: 'invitation' } } });
    expect((await look(tokenOf(sent))).json()).toEqual({
      purpose: 'invitation',
      name: 'Grace',
      email: sent.user.email,
      expiresAt: sent.expiresAt,
    });
    const answer = await use(tokenOf(sent), { name: 'Grace Hopper', password });
    expect(answer.json()).toMatchObject({ name: 'Grace Hopper', hasPassword: true });
    expect((await callerOf(app, cookieOf(answer)).call('GET', '/api/v1/me')).statusCode).toBe(200);
    expect((await use(tokenOf(sent))).statusCode).toBe(404);
    expect(await find(sent.user.id)).toMatchObject({ invited: false, link: null, lastSeenAt: expect.any(Number) });
    await signIn(app, { email: sent.user.email, password });
  });

  test('nothing of a token is stored, and nobody signs in without a password', async () => {
    const sent = await invite();
    const rows = await app.storage.db.selectFrom('account_link').selectAll().execute();
    const changes = await app.storage.db.selectFrom('change').selectAll().execute();
    expect(JSON.stringify([rows, changes])).not.toContain(tokenOf(sent));
    await expect(signIn(app, { email: sent.user.email, password: 'anything at all' })).rejects.toThrow(/401/);
  });

  test.each<[what: string, spoil: (sent: SentLink) => Promise<unknown>]>([
    ['replaced by a newer one', (sent) => app.admin.must('POST', `/api/v1/users/${sent.user.id}/link`, {})],
    ['taken back', (sent) => app.admin.must('DELETE', `/api/v1/users/${sent.user.id}/link`)],
    [
      'of somebody who was disabled',
      async ({ user }) => {
        const { name, role, siteIds, maxChats, version } = user;
        const change = { name, role, siteIds, maxChats, version, disabled: true };
        await app.admin.must('PUT', `/api/v1/users/${user.id}`, change);
      },
    ],
    [
      'of somebody who was deleted',
      ({ user }) => app.admin.must('DELETE', `/api/v1/users/${user.id}?version=${user.version}`),
    ],
  ])('R-194 a link that was %s is refused', async (_what, spoil) => {
    const sent = await invite();
    expect((await look(tokenOf(sent))).statusCode).toBe(200);
    await spoil(sent);
    expect([(await look(tokenOf(sent))).statusCode, (await use(tokenOf(sent))).statusCode]).toEqual([404, 404]);
  });

  test('R-194 of two who use a link at once one gets in', async () => {
    const token = tokenOf(await invite());
    const statuses = await Promise.all([use(token), use(token)]);
    expect(statuses.map((answer) => answer.statusCode).sort()).toEqual([200, 404]);
  });

  test.each<[what: string, password: string, status: number]>([
    ['a common one', 'qwertyuiop', 400],
    ['a short one', 'wire', 400],
  ])('R-195 a password that is %s is refused beside its field, and the link stays', async (_what, wrong, status) => {
    const token = tokenOf(await invite());
    const answer = await use(token, { password: wrong });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([status, 'password']);
    expect((await use(token)).statusCode).toBe(200);
  });

  test('R-194 a link to a new password ends all sessions when it is used, and not before', async () => {
    const sent = await invite();
    const before = callerOf(app, cookieOf(await use(tokenOf(sent))));
    const reset = await app.admin.must<SentLink>('POST', `/api/v1/users/${sent.user.id}/link`, {});
    expect(reset.user.link?.purpose).toBe('reset');
    expect((await before.call('GET', '/api/v1/me')).statusCode).toBe(200);
    expect((await use(tokenOf(reset), { password: 'another wire' })).statusCode).toBe(200);
    expect((await before.call('GET', '/api/v1/me')).statusCode).toBe(401);
    await expect(signIn(app, { email: sent.user.email, password })).rejects.toThrow(/401/);
  });

  test('an invitation is good for seven days, a link to a new password for one', async () => {
    const sent = await invite();
    app.clock.aheadMs += 7 * 24 * hourMs - 1000;
    const admin = await signIn(app, { email: 'admin@example.test', password: 'the password of the administrator' });
    expect((await look(tokenOf(sent))).statusCode).toBe(200);
    app.clock.aheadMs += 2000;
    expect((await look(tokenOf(sent))).statusCode).toBe(404);
    const again = await admin.must<SentLink>('POST', `/api/v1/users/${sent.user.id}/link`, {});
    expect((await use(tokenOf(again))).statusCode).toBe(200);
    const reset = await admin.must<SentLink>('POST', `/api/v1/users/${sent.user.id}/link`, {});
    app.clock.aheadMs += 24 * hourMs + 1000;
    expect((await look(tokenOf(reset))).statusCode).toBe(404);
    app.clock.aheadMs = 0;
  });

  test('an administrator who was only invited is neither the last one nor the first', async () => {
    const sent = await invite({ role: 'administrator' });
    expect(await offerFirstSignIn(app.storage.db, app.clock.now())).toBeNull();
    const me = await app.admin.must<{ id: string }>('GET', '/api/v1/me');
    const { name, role, siteIds, maxChats, version } = await find(me.id);
    const answer = await app.admin.call('PUT', `/api/v1/users/${me.id}`, {
      body: { name, role, siteIds, maxChats, version, disabled: true },
    });
    // The caller, gone, would leave nobody who can get in but somebody who never came.
    expect(answer.statusCode).toBe(409);
    await app.admin.must('DELETE', `/api/v1/users/${sent.user.id}?version=${sent.user.version}`);
  });

  test('who is deleted can be put back for a day, with their password, unless their address is taken', async () => {
    const sent = await invite();
    await use(tokenOf(sent));
    const { version } = await find(sent.user.id);
    await app.admin.must('DELETE', `/api/v1/users/${sent.user.id}?version=${version}`);
    await expect(signIn(app, { email: sent.user.email, password })).rejects.toThrow(/401/);
    expect((await app.admin.call('GET', `/api/v1/users/${sent.user.id}`)).statusCode).toBe(404);
    await app.admin.must('POST', `/api/v1/users/${sent.user.id}/restore`);
    await signIn(app, { email: sent.user.email, password });

    const { version: newer } = await find(sent.user.id);
    await app.admin.must('DELETE', `/api/v1/users/${sent.user.id}?version=${newer}`);
    await invite({ email: sent.user.email });
    expect((await app.admin.call('POST', `/api/v1/users/${sent.user.id}/restore`)).statusCode).toBe(404);
  });
});

describe('invitations by mail', () => {
  test('the mail has the link, the outbox does not; it is asked of one site alone', async () => {
    const mail = await openMailServer({ user: ['shop', 'right'] });
    const server = await openTestApp({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}` });
    const admin = await signIn(server, {
      email: 'admin@example.test',
      password: 'the password of the administrator',
    });
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const body = { name: 'Grace', email: 'grace@example.test', mailSiteId: site.id };
    const refused = await admin.call('POST', '/api/v1/users/invitations', { body });
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([400, 'mailSiteId']);
    expect(await admin.must('GET', '/api/v1/users/mail-sites')).toEqual({ items: [] });

    await admin.must('PUT', `/api/v1/sites/${site.id}/notifications`, {
      version: 0,
      smtp: {
        host: '127.0.0.1',
        port: mail.port,
        security: 'none',
        user: 'shop',
        password: 'right',
        from: { name: 'Shop', address: 'shop@shop.example' },
      },
    });
    expect(await admin.must('GET', '/api/v1/users/mail-sites')).toEqual({ items: [{ id: site.id, name: 'Shop' }] });
    const sent = await admin.must<SentLink>('POST', '/api/v1/users/invitations', body);
    expect(sent.mailed).toBe(true);
    await expect.poll(() => mail.mails.length, { timeout: 10_000 }).toBe(1);
    expect(mail.mails[0]?.recipients).toEqual(['grace@example.test']);
    expect(mail.mails[0]?.parsed.text).toContain(sent.link);
    expect(mail.mails[0]?.parsed.text).not.toContain('{{link}}');

    const { items } = await admin.must<{ items: { id: string }[] }>('GET', `/api/v1/sites/${site.id}/outbox`);
    const item = await admin.call('GET', `/api/v1/sites/${site.id}/outbox/${items[0]?.id}`);
    expect(item.body).toContain('grace@example.test');
    expect(item.body).not.toContain(tokenOf(sent));
    await server.close();
    await mail.close();
  });
});
