import type { Session } from '@foyer/protocol/session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Caller, callerOf, cookieOf, signIn } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe.each(appsOnStores)('sessions on %s', (_name, open) => {
  let app: StoredApp;
  let count = 0;
  beforeAll(async () => {
    app = await open();
  });
  afterAll(() => app.close());

  const add = () =>
    addOperator({ http: app.http, admin: app.admin }, `session ${'abcdefghij'[count++]}`, 'operator', []);
  const list = async (caller: Caller, path = '/api/v1/me') =>
    (await caller.must<{ items: Session[] }>('GET', `${path}/sessions`)).items;

  test('they are told by browser, system and address, with this one marked; never by their token', async () => {
    const somebody = await add();
    const { email, password } = somebody;
    const answer = await callerOf(app).call('POST', '/api/v1/session', {
      body: { email, password },
      headers: { 'user-agent': firefox },
      from: '198.51.100.7',
    });
    const caller = callerOf(app, cookieOf(answer));
    const sessions = await list(caller);
    expect(sessions).toHaveLength(2);
    expect(sessions.find((one) => one.isThis)).toMatchObject({
      browser: 'Firefox',
      os: 'Linux',
      address: '198.51.100.7',
    });
    const rows = await app.storage.db.selectFrom('session').select('token_hash').execute();
    const told = JSON.stringify(sessions);
    expect(rows.filter((row) => told.includes(row.token_hash))).toEqual([]);
  });

  test('one is ended, then all others; this one stays', async () => {
    const somebody = await add();
    const [second, third] = [await signIn(app, somebody), await signIn(app, somebody)];
    const own = await list(second);
    const status = async (caller: Caller) => (await caller.call('GET', '/api/v1/me')).statusCode;
    const gone = (await list(third)).find((one) => one.isThis);
    await second.must('DELETE', `/api/v1/me/sessions/${gone?.id}`);
    expect([own.length, await status(third), await status(somebody.caller)]).toEqual([3, 401, 200]);
    expect((await second.call('DELETE', `/api/v1/me/sessions/${gone?.id}`)).statusCode).toBe(404);
    await second.must('DELETE', '/api/v1/me/sessions');
    expect([await status(second), await status(somebody.caller)]).toEqual([200, 401]);
  });

  test('nobody ends a session of somebody else but an administrator', async () => {
    const [one, other] = [await add(), await add()];
    const [theirs] = await list(other.caller);
    expect((await one.caller.call('DELETE', `/api/v1/me/sessions/${theirs?.id}`)).statusCode).toBe(404);
    expect((await one.caller.call('GET', `/api/v1/users/${other.id}/sessions`)).statusCode).toBe(403);
    const seen = await list(app.admin, `/api/v1/users/${other.id}`);
    expect(seen.map(({ id, isThis }) => [id, isThis])).toEqual([[theirs?.id, false]]);
    await app.admin.must('DELETE', `/api/v1/users/${other.id}/sessions/${theirs?.id}`);
    expect((await other.caller.call('GET', '/api/v1/me')).statusCode).toBe(401);
    await app.admin.must('DELETE', `/api/v1/users/${one.id}/sessions`);
    expect((await one.caller.call('GET', '/api/v1/me')).statusCode).toBe(401);
  });

  test('signing in and failing to are in the change log, without what was typed', async () => {
    const somebody = await add();
    await callerOf(app).call('POST', '/api/v1/session', {
      body: { email: somebody.email, password: 'something mistyped' },
    });
    await app.app.settled();
    const of = async (kind: string) => {
      const path = `/api/v1/audit?kind=${kind}&documentId=${somebody.id}`;
      return (await app.admin.must<{ items: { id: string; operatorName: string }[] }>('GET', path)).items;
    };
    expect(await of('signIn')).toMatchObject([{ operatorName: expect.stringContaining('session'), act: 'created' }]);
    const [failed] = await of('failedSignIn');
    expect(failed).toMatchObject({ operatorName: 'Somebody', name: somebody.email });
    const rows = await app.storage.db.selectFrom('change').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('something mistyped');
  });
});

test('R-199 a session that is ended closes its console at once', async () => {
  const server = await openTestApp();
  const origin = await server.listen();
  const admin = await signIn(server, {
    email: 'admin@example.test',
    password: 'the password of the administrator',
  });
  const somebody = await addOperator({ http: server.http, admin }, 'closing', 'operator', []);
  const socket = await openConsole(origin, somebody.caller);
  await admin.must('DELETE', `/api/v1/users/${somebody.id}/sessions`);
  expect((await socket.closed).code).toBe(4401);
  await server.close();
});
