import type { ApiKey, CreatedApiKey } from '@foyer/protocol/api-key';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { callerOf, signIn } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';

const hourMs = 3_600_000;

describe.each(appsOnStores)('API keys on %s', (_name, open) => {
  let app: StoredApp;
  let here: string;
  let there: string;
  beforeAll(async () => {
    app = await open();
    here = (await app.admin.must('POST', '/api/v1/sites', { name: 'Here' })).id;
    there = (await app.admin.must('POST', '/api/v1/sites', { name: 'There' })).id;
  });
  afterAll(() => app.close());

  const make = (extra: object = {}) =>
    app.admin.must<CreatedApiKey>('POST', '/api/v1/api-keys', {
      name: 'Archive',
      scopes: ['settings:read'],
      siteIds: null,
      expiresAt: null,
      ...extra,
    });
  const call = (token: string, method: 'GET' | 'POST', path: string, extras: object = {}) =>
    callerOf(app).call(method, `/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` }, ...extras });
  const find = async (id: string) =>
    (await app.admin.must<{ items: ApiKey[] }>('GET', '/api/v1/api-keys')).items.find((key) => key.id === id);

  test('a token is told once; only its hash is stored; its use is noted', async () => {
    const { token, ...key } = await make();
    expect(token).toMatch(/^foyer_[\w-]{43}$/);
    expect(await find(key.id)).toEqual(key);
    expect(key).toMatchObject({ prefix: token.slice(0, 12), createdBy: 'Administrator', lastUsedAt: null });
    const { db } = app.storage;
    const rows = [
      await db.selectFrom('api_key').selectAll().execute(),
      await db.selectFrom('change').selectAll().execute(),
    ];
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await call(token, 'GET', `sites/${here}/alerts`)).statusCode).toBe(200);
    expect((await find(key.id))?.lastUsedAt).toEqual(expect.any(Number));
  });

  test('R-213 a key that reads is refused to write, and to leave its area or site', async () => {
    const { token } = await make({ siteIds: [here] });
    const answers = await Promise.all([
      call(token, 'GET', `sites/${here}/alerts`),
      call(token, 'POST', `sites/${here}/alerts`, { body: { name: 'X' } }),
      call(token, 'GET', `sites/${here}/chats`),
      call(token, 'GET', `sites/${there}/alerts`),
      call(token, 'GET', 'users'),
      call(token, 'GET', 'me/sessions'),
    ]);
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 403, 403, 404, 403, 403]);
  });

  test('R-213 a key in the address, or in the cookie, is none', async () => {
    const { token } = await make();
    const plain = callerOf(app, `foyer-session=${token}`);
    expect((await plain.call('GET', `/api/v1/sites/${here}/alerts?authorization=${token}`)).statusCode).toBe(401);
  });

  test('what a key does stands in the change log under its name', async () => {
    const { token } = await make({ name: 'Deployment', scopes: ['settings:write'] });
    expect((await call(token, 'POST', `sites/${here}/alerts`, { body: { name: 'By a program' } })).statusCode).toBe(
      201,
    );
    const { items } = await app.admin.must<{ items: object[] }>('GET', `/api/v1/sites/${here}/audit?limit=1`);
    expect(items[0]).toMatchObject({ operatorName: 'API key Deployment', kind: 'alert', name: 'By a program' });
  });

  test('R-201 another web site cannot use a person’s session beside a key, and a key needs no origin', async () => {
    const { token } = await make({ scopes: ['settings:write'] });
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const path = `/api/v1/sites/${here}/alerts`;
    const bySession = await app.admin.call('POST', path, { headers, body: { name: 'Forged' } });
    expect(bySession.statusCode).toBe(403);
    const wrongKey = await app.admin.call('POST', path, {
      headers: { ...headers, authorization: 'Bearer foyer_x' },
      body: { name: 'Forged' },
    });
    expect(wrongKey.statusCode).toBe(401);
    const byKey = await callerOf(app).call('POST', path, {
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: { name: 'By a program' },
    });
    expect(byKey.statusCode).toBe(201);
  });

  test('a key expires, and a revoked one is refused at once', async () => {
    const expiring = await make({ expiresAt: app.clock.now() + hourMs });
    const status = async (token: string) => (await call(token, 'GET', `sites/${here}/alerts`)).statusCode;
    expect(await status(expiring.token)).toBe(200);
    app.clock.aheadMs += hourMs + 1;
    expect(await status(expiring.token)).toBe(401);
    app.clock.aheadMs = 0;
    const revoked = await make();
    await app.admin.must('DELETE', `/api/v1/api-keys/${revoked.id}`);
    expect(await status(revoked.token)).toBe(401);
  });

  test.each<[what: string, body: object, path: string]>([
    ['without a scope', { scopes: [] }, 'scopes'],
    ['with an unknown scope', { scopes: ['everything'] }, 'scopes.0'],
    ['that is past already', { expiresAt: 1 }, 'expiresAt'],
    ['for a site that there is not', { siteIds: ['018f0000-0000-7000-8000-000000000000'] }, 'siteIds.0'],
    ['for no site', { siteIds: [] }, 'siteIds'],
    ['without a name', { name: ' ' }, 'name'],
  ])('refused: a key %s', async (_what, body, path) => {
    const answer = await app.admin.call('POST', '/api/v1/api-keys', {
      body: { name: 'X', scopes: ['chats:read'], siteIds: null, expiresAt: null, ...body },
    });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, path]);
  });

  test('the description of the API names both ways to sign in', async () => {
    const { components, paths } = (await callerOf(app).call('GET', '/api/v1/openapi.json')).json();
    expect(components.securitySchemes.apiKey).toMatchObject({ type: 'http', scheme: 'bearer' });
    const alerts = paths['/api/v1/sites/{siteId}/alerts/'];
    expect(alerts.post.security).toEqual([{ session: [] }, { apiKey: [] }]);
    expect(alerts.post.description).toContain('settings:write');
    expect(paths['/api/v1/me'].get.security).toEqual([{ session: [] }]);
  });
});

test('a key has 600 requests a minute', async () => {
  const server = await openTestApp({ FOYER_LIMIT_FACTOR: '0.01' });
  const admin = await signIn(server, {
    email: 'admin@example.test',
    password: 'the password of the administrator',
  });
  const { token } = await admin.must<CreatedApiKey>('POST', '/api/v1/api-keys', {
    name: 'Busy',
    scopes: ['users:read'],
    siteIds: null,
    expiresAt: null,
  });
  const statuses: number[] = [];
  for (let i = 0; i < 7; i++) {
    const headers = { authorization: `Bearer ${token}` };
    statuses.push((await callerOf(server).call('GET', '/api/v1/users', { headers })).statusCode);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  await server.close();
});
