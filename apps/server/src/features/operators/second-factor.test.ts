import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totp } from '../../../../../tests/support/totp.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Caller, callerOf, cookieOf, signIn } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const stepMs = 30_000;

/** Sets a second factor up for somebody who is signed in. */
async function setUp(caller: Caller, password: string, now: () => number) {
  const { secret } = await caller.must<{ secret: string }>('POST', '/api/v1/me/two-factor', { password });
  const code = totp(secret, now());
  const { recoveryCodes } = await caller.must<{ recoveryCodes: string[] }>('POST', '/api/v1/me/two-factor/confirm', {
    code,
  });
  return { secret, code, recoveryCodes };
}

describe.each(appsOnStores)('two-factor sign-in on %s', (_name, open) => {
  let app: StoredApp;
  let count = 0;
  beforeAll(async () => {
    app = await open();
  });
  afterAll(() => app.close());

  const add = (role: 'operator' | 'administrator' = 'operator') =>
    addOperator({ http: app.http, admin: app.admin }, `factor ${'abcdefghijklmnop'[count++]}`, role, []);
  const firstStep = async (account: { email: string; password: string }): Promise<string> => {
    const { email, password } = account;
    const answer = await callerOf(app).call('POST', '/api/v1/session', { body: { email, password } });
    expect([answer.statusCode, answer.cookies]).toEqual([202, []]);
    return answer.json().secondFactor.token;
  };
  const secondStep = (token: string, code: string, from = '192.0.2.1') =>
    callerOf(app).call('POST', '/api/v1/session/second-factor', { body: { token, code }, from });

  test('R-191 with the password alone nobody is signed in; with the code they are', async () => {
    const somebody = await add();
    const { secret } = await setUp(somebody.caller, somebody.password, app.clock.now);
    const token = await firstStep(somebody);
    for (const cookie of [`foyer-session=${token}`, ''])
      expect((await callerOf(app, cookie).call('GET', '/api/v1/me')).statusCode).toBe(401);
    const answer = await secondStep(token, totp(secret, app.clock.now() + stepMs));
    expect(answer.json()).toMatchObject({ id: somebody.id, twoFactor: true });
    expect((await callerOf(app, cookieOf(answer)).call('GET', '/api/v1/me')).statusCode).toBe(200);
    // The step is used up with the sign-in.
    expect((await secondStep(token, totp(secret, app.clock.now() + stepMs))).statusCode).toBe(404);
  });

  test('R-194 a code is taken once, of two at once one, and an older one never after it', async () => {
    const somebody = await add();
    const { secret, code } = await setUp(somebody.caller, somebody.password, app.clock.now);
    expect((await secondStep(await firstStep(somebody), code)).statusCode).toBe(400);
    const tokens = [await firstStep(somebody), await firstStep(somebody)];
    const next = totp(secret, app.clock.now() + stepMs);
    const statuses = await Promise.all(tokens.map((token) => secondStep(token, next)));
    expect(statuses.map((answer) => answer.statusCode).sort()).toEqual([200, 400]);
    expect((await secondStep(await firstStep(somebody), totp(secret, app.clock.now()))).statusCode).toBe(400);
  });

  test('a recovery code works once, however it is written; new ones void the old', async () => {
    const somebody = await add();
    const { recoveryCodes } = await setUp(somebody.caller, somebody.password, app.clock.now);
    const [first = '', second = ''] = recoveryCodes;
    const spelled = ` ${first.toUpperCase().replace('-', '')} `;
    const answer = await secondStep(await firstStep(somebody), spelled);
    expect(answer.statusCode).toBe(200);
    expect((await secondStep(await firstStep(somebody), first)).statusCode).toBe(400);
    const caller = callerOf(app, cookieOf(answer));
    expect(await caller.must('GET', '/api/v1/me/two-factor')).toEqual({ on: true, recoveryCodesLeft: 9 });
    await caller.must('POST', '/api/v1/me/two-factor/recovery-codes', { password: somebody.password });
    expect((await secondStep(await firstStep(somebody), second)).statusCode).toBe(400);
  });

  test('secret and codes are not in the database as they are', async () => {
    const somebody = await add();
    const { secret, recoveryCodes } = await setUp(somebody.caller, somebody.password, app.clock.now);
    const { db } = app.storage;
    const rows = [
      await db.selectFrom('second_factor').selectAll().execute(),
      await db.selectFrom('recovery_code').selectAll().execute(),
      await db.selectFrom('change').selectAll().execute(),
    ];
    for (const text of [secret, ...recoveryCodes]) expect(JSON.stringify(rows)).not.toContain(text);
  });

  test('turning it on signs out everywhere else; turning it off asks for the password', async () => {
    const somebody = await add();
    const other = await signIn(app, somebody);
    await setUp(somebody.caller, somebody.password, app.clock.now);
    expect((await other.call('GET', '/api/v1/me')).statusCode).toBe(401);
    const off = (password: string) => somebody.caller.call('POST', '/api/v1/me/two-factor/off', { body: { password } });
    expect((await off('not the password')).json().errors[0].path).toBe('password');
    expect((await off(somebody.password)).statusCode).toBe(200);
    expect((await signIn(app, somebody)).cookie).not.toBe('');
  });

  test('an administrator resets it: the password is enough again, and all sessions have ended', async () => {
    const somebody = await add();
    await setUp(somebody.caller, somebody.password, app.clock.now);
    await app.admin.must('DELETE', `/api/v1/users/${somebody.id}/two-factor`);
    expect((await somebody.caller.call('GET', '/api/v1/me')).statusCode).toBe(401);
    await signIn(app, somebody);
    const { items } = await app.admin.must<{ items: object[] }>('GET', '/api/v1/audit?kind=twoFactor&limit=1');
    expect(items[0]).toMatchObject({ kind: 'twoFactor', documentId: somebody.id, operatorName: 'Administrator' });
  });

  test('a code awaits five minutes, and a changed password ends the wait', async () => {
    const somebody = await add();
    const { secret } = await setUp(somebody.caller, somebody.password, app.clock.now);
    const token = await firstStep(somebody);
    app.clock.aheadMs += 5 * 60_000 + 1;
    expect((await secondStep(token, totp(secret, app.clock.now()))).statusCode).toBe(404);
    const waiting = await firstStep(somebody);
    await somebody.caller.must('PATCH', '/api/v1/me', {
      password: 'an altogether new one',
      currentPassword: somebody.password,
    });
    expect((await secondStep(waiting, totp(secret, app.clock.now()))).statusCode).toBe(404);
  });

  test('where administrators need it, who lacks it reaches their own account alone, at once', async () => {
    const lacking = await add('administrator');
    const having = await add('administrator');
    const put = (caller: Caller, on: boolean, version: number) =>
      caller.call('PUT', '/api/v1/sign-in-policy', { body: { administratorsNeedTwoFactor: on, version } });
    // Nobody locks themselves out.
    expect((await put(lacking.caller, true, 0)).statusCode).toBe(409);
    await setUp(having.caller, having.password, app.clock.now);
    expect((await put(having.caller, true, 0)).statusCode).toBe(200);
    expect((await put(having.caller, true, 0)).statusCode).toBe(409);
    const refused = await lacking.caller.call('GET', '/api/v1/users');
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'second_factor_required']);
    expect(await lacking.caller.must('GET', '/api/v1/me')).toMatchObject({ needsTwoFactor: true });
    await setUp(lacking.caller, lacking.password, app.clock.now);
    expect((await lacking.caller.call('GET', '/api/v1/users')).statusCode).toBe(200);
    const off = await lacking.caller.call('POST', '/api/v1/me/two-factor/off', {
      body: { password: lacking.password },
    });
    expect(off.statusCode).toBe(409);
    expect((await put(lacking.caller, false, 1)).statusCode).toBe(200);
  });
});

test('guesses of codes are limited, for account and address and for the account alone', async () => {
  const server = await openTestApp({ FOYER_LIMIT_FACTOR: '1' });
  const admin = await signIn(server, {
    email: 'admin@example.test',
    password: 'the password of the administrator',
  });
  const somebody = await addOperator({ http: server.http, admin }, 'guessed', 'operator', []);
  await setUp(somebody.caller, somebody.password, server.clock.now);
  const { email, password } = somebody;
  const answer = await callerOf(server).call('POST', '/api/v1/session', { body: { email, password } });
  const { token } = answer.json().secondFactor;
  const guess = async (from: string) =>
    (
      await callerOf(server).call('POST', '/api/v1/session/second-factor', {
        body: { token, code: 'aaaaa-aaaaa' },
        from,
      })
    ).statusCode;
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push(await guess('192.0.2.1'));
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  for (let i = 0; i < 25; i++) expect(await guess(`192.0.2.${10 + i}`)).toBe(400);
  expect(await guess('192.0.2.200')).toBe(429);
  await server.close();
});

test('consoles of administrators without a second factor close when it becomes required', async () => {
  const server = await openTestApp();
  const origin = await server.listen();
  const admin = await signIn(server, {
    email: 'admin@example.test',
    password: 'the password of the administrator',
  });
  const lacking = await addOperator({ http: server.http, admin }, 'lacking', 'administrator', []);
  await setUp(admin, 'the password of the administrator', server.clock.now);
  const console_ = await openConsole(origin, lacking.caller);
  await admin.must('PUT', '/api/v1/sign-in-policy', { administratorsNeedTwoFactor: true, version: 0 });
  expect((await console_.closed).code).toBe(4401);
  await expect(openConsole(origin, lacking.caller)).rejects.toThrow();
  await server.close();
});
