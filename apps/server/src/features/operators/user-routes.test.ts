import type { Operator } from '@foyer/protocol/operator';
import { afterAll, expect, test } from 'vitest';
import { signIn, signInAsAdministrator } from '../../testing/caller.ts';
import { administrator, openTestApp } from '../../testing/test-app.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const server = await openTestApp();
const origin = await server.listen();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());

const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
const listUsers = async () => (await admin.must<{ items: Operator[] }>('GET', '/api/v1/users')).items;
const find = async (id: string) => (await listUsers()).find((user) => user.id === id);
let count = 0;
const add = (role: 'operator' | 'supervisor' | 'administrator' = 'operator') =>
  addOperator(
    { http: server.http, admin },
    `user ${'abcdefghijklmnopqrstuvwxyz'[count++]}`,
    role,
    role === 'administrator' ? [] : [site.id],
  );
const as = (user: Operator | undefined, change: object) => ({
  name: user?.name,
  role: user?.role,
  siteIds: user?.siteIds,
  maxChats: user?.maxChats,
  disabled: user?.disabled,
  version: user?.version,
  ...change,
});

test('a user is answered without anything of their password', async () => {
  const body = {
    name: 'Una',
    email: 'Una@Example.Test',
    password: 'a long password',
    role: 'supervisor',
    siteIds: [site.id],
    maxChats: 3,
  };
  const answer = await admin.call('POST', '/api/v1/users', { body });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({
    id: expect.any(String),
    name: 'Una',
    email: 'una@example.test',
    role: 'supervisor',
    siteIds: [site.id],
    maxChats: 3,
    disabled: false,
    departmentIds: [],
    skillIds: [],
    invited: false,
    link: null,
    lastSeenAt: null,
    twoFactor: false,
    version: 1,
  });
  expect(JSON.stringify(await listUsers())).not.toMatch(/password|argon2|epoch/i);
});

test.each<[what: string, body: object, status: number]>([
  ['no e-mail', { name: 'X', password: 'a long password' }, 400],
  ['an e-mail that is none', { name: 'X', email: 'x', password: 'a long password' }, 400],
  ['a short password', { name: 'X', email: 'x@example.test', password: 'short' }, 400],
  ['an unknown role', { name: 'X', email: 'x@example.test', password: 'a long password', role: 'owner' }, 400],
  ['a site that is no id', { name: 'X', email: 'x@example.test', password: 'a long password', siteIds: ['*'] }, 400],
  ['a limit below none', { name: 'X', email: 'x@example.test', password: 'a long password', maxChats: -1 }, 400],
  ['an e-mail that somebody has', { name: 'X', email: administrator.email, password: 'a long password' }, 409],
  ['one that differs by case', { name: 'X', email: 'ADMIN@example.TEST', password: 'a long password' }, 409],
])('refused: %s', async (_what, body, status) => {
  const before = (await listUsers()).length;
  const answer = await admin.call('POST', '/api/v1/users', { body });
  expect([answer.statusCode, answer.json().errors.length > 0]).toEqual([status, true]);
  expect((await listUsers()).length).toBe(before);
});

test('a site that does not exist cannot be given', async () => {
  const body = {
    name: 'X',
    email: 'nosite@example.test',
    password: 'a long password',
    siteIds: ['018f0000-0000-7000-8000-000000000000'],
  };
  const answer = await admin.call('POST', '/api/v1/users', { body });
  expect([answer.statusCode, answer.json().errors]).toEqual([400, [{ path: 'siteIds.0', message: 'is no site' }]]);
});

test.each<[what: string, version: number, status: number]>([
  ['at their version', 1, 200],
  ['at another', 2, 409],
])('a user is changed %s', async (_what, version, status) => {
  const { id } = await add();
  const answer = await admin.call('PUT', `/api/v1/users/${id}`, {
    body: as(await find(id), { name: 'Changed', version }),
  });
  expect(answer.statusCode).toBe(status);
  expect((await find(id))?.name === 'Changed').toBe(status === 200);
});

test('a user who is not there is not found', async () => {
  const { id } = await add();
  const answer = await admin.call('PUT', '/api/v1/users/018f0000-0000-7000-8000-000000000000', {
    body: as(await find(id), {}),
  });
  expect(answer.statusCode).toBe(404);
});

test.each<[what: string, change: object]>([
  ['cannot be disabled', { disabled: true }],
  ['cannot be made an operator', { role: 'operator' }],
  ['cannot be made a supervisor', { role: 'supervisor' }],
])('R-206 the last administrator %s', async (_what, change) => {
  const me = await admin.must<{ id: string }>('GET', '/api/v1/me');
  const answer = await admin.call('PUT', `/api/v1/users/${me.id}`, { body: as(await find(me.id), change) });
  expect([answer.statusCode, answer.json().detail]).toEqual([409, 'At least one administrator must stay']);
  expect((await admin.call('GET', '/api/v1/users')).statusCode).toBe(200);
});

test('R-206 with another administrator, one may go; of two that go at once one stays', async () => {
  const alone = await openTestApp();
  const first = await signInAsAdministrator(alone);
  const second = await addOperator({ http: alone.http, admin: first }, 'second', 'administrator', []);
  const { items } = await first.must<{ items: Operator[] }>('GET', '/api/v1/users');
  const statuses = await Promise.all(
    items.map((user) =>
      first
        .call('PUT', `/api/v1/users/${user.id}`, { body: as(user, { role: 'operator' }) })
        .then((answer) => answer.statusCode),
    ),
  );
  expect(statuses.sort()).toEqual([200, 409]);
  const still = await Promise.all(
    [first, second.caller].map(async (caller) => (await caller.call('GET', '/api/v1/users')).statusCode),
  );
  expect(still.sort()).toEqual([200, 401]);
  await alone.close();
});

test.each<[what: string, change: object, isOut: boolean]>([
  ['disabled', { disabled: true }, true],
  ['demoted', { role: 'operator' }, true],
  ['taken off a site', { siteIds: [] }, true],
  ['given another password', { password: 'another long password' }, true],
  ['renamed', { name: 'Renamed' }, false],
  ['given fewer chats', { maxChats: 1 }, false],
])('R-205, G-22 who is %s', async (_what, change, isOut) => {
  const user = await add('supervisor');
  const socket = await openConsole(origin, user.caller);
  const start = Date.now();
  await admin.must('PUT', `/api/v1/users/${user.id}`, as(await find(user.id), change));
  if (isOut) {
    expect((await socket.closed).code).toBe(4401);
    expect(Date.now() - start).toBeLessThan(5000);
  } else await socket.close();
  expect((await user.caller.call('GET', '/api/v1/me')).statusCode).toBe(isOut ? 401 : 200);
});

test('who is disabled cannot sign in, and may again when enabled', async () => {
  const user = await add();
  await admin.must('PUT', `/api/v1/users/${user.id}`, as(await find(user.id), { disabled: true }));
  await expect(signIn(server, user)).rejects.toThrow(/401/);
  await admin.must('PUT', `/api/v1/users/${user.id}`, as(await find(user.id), { disabled: false }));
  expect((await (await signIn(server, user)).call('GET', '/api/v1/me')).statusCode).toBe(200);
});
