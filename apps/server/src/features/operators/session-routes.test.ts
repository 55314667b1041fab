import { afterAll, expect, test } from 'vitest';
import { callerOf, cookieOf, signIn, signInAsAdministrator } from '../../testing/caller.ts';
import { administrator, openTestApp, type TestApp } from '../../testing/test-app.ts';
import { addOperator, openConsole } from '../../testing/world.ts';
import { offerFirstSignIn } from './first-administrator.ts';

/** G-20, G-22: signing in and out, and one's own account. */
const server = await openTestApp();
const origin = await server.listen();
const admin = await signInAsAdministrator(server);
const nobody = callerOf(server);
afterAll(() => server.close());

const hourMs = 3_600_000;
let count = 0;
const addSomebody = () =>
  addOperator({ http: server.http, admin }, `somebody ${'abcdefghijklmnopqrstuvwxyz'[count++]}`, 'operator', []);
const trySignIn = (test_: Pick<TestApp, 'http'>, email: string, password: string, from = '192.0.2.1') =>
  callerOf(test_).call('POST', '/api/v1/session', { body: { email, password }, from });

test('who signs in gets themselves and a cookie; who they are is in `me`', async () => {
  const somebody = await addSomebody();
  const answer = await nobody.call('POST', '/api/v1/session', {
    body: { email: somebody.email, password: somebody.password },
  });
  expect(answer.json()).toMatchObject({
    id: somebody.id,
    email: somebody.email,
    role: 'operator',
    status: 'online',
    hasPassword: true,
    sites: [],
  });
  expect(await callerOf(server, cookieOf(answer)).must('GET', '/api/v1/me')).toEqual(answer.json());
});

test.each<[what: string, email: string, password: string]>([
  ['a wrong password', administrator.email, 'not the password'],
  ['an unknown account', 'nobody@example.test', 'not the password'],
  ['the right password in another case', administrator.email, administrator.password.toUpperCase()],
  ['the right password and a blank', administrator.email, `${administrator.password} `],
  ['the right password and NUL', administrator.email, `${administrator.password}\0`],
  ['a pattern for the address', '%@example.test', administrator.password],
  ['a very long password', administrator.email, 'x'.repeat(1024)],
])('R-190, R-192 %s is refused, and says the same as any other', async (_what, email, password) => {
  const answer = await trySignIn(server, email, password);
  expect(answer.statusCode).toBe(401);
  expect(answer.cookies).toEqual([]);
  expect(answer.json()).toEqual({
    type: 'urn:foyer:problem:not_signed_in',
    title: 'Unauthorized',
    status: 401,
    code: 'not_signed_in',
    detail: 'E-mail or password is wrong',
  });
});

test('R-192 unknown and known account take alike', async () => {
  const median = async (email: string) => {
    const times: number[] = [];
    for (let i = 0; i < 9; i++) {
      const start = performance.now();
      await trySignIn(server, email, 'not the password');
      times.push(performance.now() - start);
    }
    return times.sort((one, other) => one - other)[4] ?? 0;
  };
  const [known, unknown] = [await median(administrator.email), await median('nobody@example.test')];
  // Without the decoy hash the unknown account would answer in a tenth of the time.
  expect(Math.min(known, unknown) / Math.max(known, unknown)).toBeGreaterThan(0.4);
});

test.each<[what: string, password: string, status: number]>([
  ['9 characters', 'x'.repeat(9), 400],
  ['10 characters', 'x'.repeat(10), 200],
  ['256 characters', 'y'.repeat(256), 200],
  ['257 characters', 'y'.repeat(257), 400],
  ['1 MB', 'y'.repeat(200_000), 400],
  ['letters of every script and signs', 'пароль-密码-🔑-كلمة', 200],
  ['blanks at both ends', '  ten or more  ', 200],
  ['NUL inside', 'before\0after!', 200],
])('R-195 a password of %s', async (_what, password, status) => {
  const somebody = await addSomebody();
  const answer = await somebody.caller.call('PATCH', '/api/v1/me', {
    body: { password, currentPassword: somebody.password },
  });
  expect(answer.statusCode).toBe(status);
  if (status !== 200) return;
  expect((await trySignIn(server, somebody.email, password)).statusCode).toBe(200);
  expect((await trySignIn(server, somebody.email, password.slice(0, -1))).statusCode).toBe(401);
  const [head = ''] = password.split('\0');
  if (head !== password) expect((await trySignIn(server, somebody.email, head)).statusCode).toBe(401);
});

test('R-195 a password over 1 kB is refused before any hashing', async () => {
  expect((await trySignIn(server, administrator.email, 'x'.repeat(1025))).statusCode).toBe(400);
});

test('R-198 a session id from before the sign-in is not taken over', async () => {
  const planted = `foyer-session=${'P'.repeat(43)}`;
  const answer = await callerOf(server, planted).call('POST', '/api/v1/session', { body: administrator });
  expect(cookieOf(answer)).not.toBe(planted);
  expect((await callerOf(server, planted).call('GET', '/api/v1/me')).statusCode).toBe(401);
  const again = await callerOf(server, cookieOf(answer)).call('POST', '/api/v1/session', { body: administrator });
  expect(cookieOf(again)).not.toBe(cookieOf(answer));
});

test('R-199, G-22 signing out ends the session, and its sockets within 5 s', async () => {
  const somebody = await addSomebody();
  const other = await signIn(server, somebody);
  const [socket, otherSocket] = [await openConsole(origin, somebody.caller), await openConsole(origin, other)];
  const start = Date.now();
  const answer = await somebody.caller.call('DELETE', '/api/v1/session');
  expect(answer.cookies[0]).toMatchObject({ name: 'foyer-session', value: '', httpOnly: true, sameSite: 'Lax' });
  expect((await socket.closed).code).toBe(4401);
  expect(Date.now() - start).toBeLessThan(5000);
  expect(socket.frames.at(-1)).toEqual({ type: 'bye', reconnectAfterMs: null });
  expect((await somebody.caller.call('GET', '/api/v1/me')).statusCode).toBe(401);
  // The other browser of the same person stays.
  expect(await otherSocket.ask({ type: 'status.chosen', status: 'away' })).toContainEqual({
    type: 'status.changed',
    status: 'away',
  });
  expect((await other.call('GET', '/api/v1/me')).statusCode).toBe(200);
  await otherSocket.close();
});

test('R-194, G-22 a new password ends every other session and socket, and keeps this browser', async () => {
  const somebody = await addSomebody();
  const other = await signIn(server, somebody);
  const socket = await openConsole(origin, other);
  const answer = await somebody.caller.call('PATCH', '/api/v1/me', {
    body: { password: 'an altogether new one', currentPassword: somebody.password },
  });
  expect((await socket.closed).code).toBe(4401);
  expect((await other.call('GET', '/api/v1/me')).statusCode).toBe(401);
  expect((await somebody.caller.call('GET', '/api/v1/me')).statusCode).toBe(401);
  expect((await callerOf(server, cookieOf(answer)).call('GET', '/api/v1/me')).statusCode).toBe(200);
  expect((await trySignIn(server, somebody.email, somebody.password)).statusCode).toBe(401);
});

test.each<[what: string, change: object, status: number]>([
  ['a name', { name: 'Renamed' }, 200],
  ['nothing', {}, 200],
  ['an e-mail without the present password', { email: 'new@example.test' }, 400],
  ['a password without the present one', { password: 'a whole new password' }, 400],
  ['a password with a wrong present one', { password: 'a whole new password', currentPassword: 'wrong' }, 400],
  [
    'an e-mail that somebody has',
    { email: administrator.email.toUpperCase(), currentPassword: 'a password for everybody in this test' },
    409,
  ],
])('one’s own account: %s', async (_what, change, status) => {
  const somebody = await addSomebody();
  const answer = await somebody.caller.call('PATCH', '/api/v1/me', { body: change });
  expect(answer.statusCode).toBe(status);
  const now = await somebody.caller.must<{ email: string }>('GET', '/api/v1/me');
  expect(now.email).toBe(somebody.email);
});

test.each<[what: string, everyMs: number, times: number, status: number]>([
  ['used within 12 hours', 11 * hourMs, 3, 200],
  ['idle for more than 12 hours', 13 * hourMs, 1, 401],
  ['7 days old, however much it was used', 10 * hourMs, 17, 401],
])('R-200 a session that was %s', async (_what, everyMs, times, status) => {
  const timed = await openTestApp();
  const caller = await signInAsAdministrator(timed);
  let last = 0;
  for (let i = 0; i < times; i++) {
    timed.clock.aheadMs += everyMs;
    last = (await caller.call('GET', '/api/v1/me')).statusCode;
  }
  expect(last).toBe(status);
  await timed.close();
});

test('R-200, G-22 a session that runs out takes its socket with it', async () => {
  const somebody = await addSomebody();
  const socket = await openConsole(origin, somebody.caller);
  await server.storage.db
    .updateTable('session')
    .set({ last_seen_at: 0 })
    .where('operator_id', '=', somebody.id)
    .execute();
  const start = Date.now();
  expect((await socket.closed).code).toBe(4401);
  expect(Date.now() - start).toBeLessThan(5500); // sessions are looked at every 5 s
});

test('R-194, R-196 a one-time link works once, for a day, and only the newest', async () => {
  const fresh = await openTestApp();
  await fresh.storage.db.updateTable('operator').set({ password_hash: null }).execute();
  const use = async (token: string | null) =>
    (await callerOf(fresh).call('POST', '/api/v1/session', { body: { oneTimeToken: token } })).statusCode;
  const offer = () => offerFirstSignIn(fresh.storage.db, fresh.clock.now());
  const [first, second] = [await offer(), await offer()];
  expect(await use(first)).toBe(401);
  expect((await Promise.all([use(second), use(second), use(second)])).sort()).toEqual([200, 401, 401]);
  expect(await use(second)).toBe(401);
  const late = await offer();
  fresh.clock.aheadMs += 25 * hourMs;
  expect(await use(late)).toBe(401);
  expect(await use('x'.repeat(43))).toBe(401);
  await fresh.close();
});

test('R-196 there is no one-time link once every administrator has a password', async () => {
  expect(await offerFirstSignIn(server.storage.db, server.clock.now())).toBeNull();
});

test('R-193, G-20 failed sign-ins are limited for account and address; the right password works from elsewhere', async () => {
  const limited = await openTestApp({ FOYER_LIMIT_FACTOR: '1' });
  const fail = (email: string, from: string) => trySignIn(limited, email, 'not the password', from);
  for (let i = 0; i < 5; i++) expect((await fail(administrator.email, '192.0.2.1')).statusCode).toBe(401);
  const sixth = await fail(administrator.email, '192.0.2.1');
  expect([sixth.statusCode, sixth.json().code]).toEqual([429, 'too_many_requests']);
  expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(sixth.headers['retry-after'])).toBeLessThanOrEqual(300);
  // The right password waits too where the guesses came from, and nowhere else.
  expect((await trySignIn(limited, administrator.email, administrator.password, '192.0.2.1')).statusCode).toBe(429);
  expect((await trySignIn(limited, administrator.email, administrator.password, '192.0.2.2')).statusCode).toBe(200);
  // An account that is not there is limited alike.
  for (let i = 0; i < 5; i++) await fail('nobody@example.test', '192.0.2.3');
  expect((await fail('nobody@example.test', '192.0.2.3')).statusCode).toBe(429);
  // Spelling the address otherwise is no way around it.
  expect((await fail(` ${administrator.email.toUpperCase()}`, '192.0.2.1')).statusCode).toBe(429);
  await limited.close();
});

test('R-193 one address that tries many accounts is limited', async () => {
  const limited = await openTestApp({ FOYER_LIMIT_FACTOR: '1' });
  const statuses: number[] = [];
  for (let i = 0; i < 21; i++)
    statuses.push((await trySignIn(limited, `user-${i}@example.test`, 'a guess', '192.0.2.9')).statusCode);
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
  expect(statuses[20]).toBe(429);
  expect((await trySignIn(limited, 'user-0@example.test', 'a guess', '192.0.2.10')).statusCode).toBe(401);
  await limited.close();
});

test('who signs in often is never locked out by that', async () => {
  const limited = await openTestApp({ FOYER_LIMIT_FACTOR: '1' });
  for (let i = 0; i < 25; i++)
    expect((await trySignIn(limited, administrator.email, administrator.password)).statusCode).toBe(200);
  await limited.close();
});

test('R-229 one subscriber’s IPv6 addresses count as one', async () => {
  const limited = await openTestApp({ FOYER_LIMIT_FACTOR: '1' });
  for (let i = 1; i <= 5; i++) await trySignIn(limited, administrator.email, 'a guess', `2001:db8:1:2::${i}`);
  expect((await trySignIn(limited, administrator.email, 'a guess', '2001:db8:1:2:ffff::9')).statusCode).toBe(429);
  expect((await trySignIn(limited, administrator.email, 'a guess', '2001:db8:1:3::1')).statusCode).toBe(401);
  await limited.close();
});
