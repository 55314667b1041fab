import { afterAll, expect, test } from 'vitest';
import { callerOf, cookieOf, signInAsAdministrator } from '../testing/caller.ts';
import { administrator, openTestApp } from '../testing/test-app.ts';
import { addOperator } from '../testing/world.ts';

/** what another web site can make a signed-in browser send. */
const server = await openTestApp({ FOYER_URL: 'https://chat.example' });
const admin = await signInAsAdministrator(server);
const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
const nobody = callerOf(server);
let checks = 0;

afterAll(async () => {
  process.stdout.write(`cross-site requests: ${checks} checks\n`);
  await server.close();
});

const here = 'https://chat.example';
const crossSite: readonly [what: string, headers: Record<string, string>][] = [
  ['another origin', { origin: 'https://evil.test' }],
  ['an opaque origin', { origin: 'null' }],
  ['an origin that is no address', { origin: 'evil' }],
  ['an empty origin', { origin: '' }],
  ['a longer host', { origin: 'https://chat.example.evil.test' }],
  ['another port', { origin: 'https://chat.example:8443' }],
  ['our host in the path', { origin: 'https://evil.test/https://chat.example' }],
  ['our host as user', { origin: 'https://chat.example@evil.test' }],
  ['fetch metadata: another site', { 'sec-fetch-site': 'cross-site' }],
  ['fetch metadata: a sister domain', { 'sec-fetch-site': 'same-site' }],
  ['fetch metadata against our own origin', { 'sec-fetch-site': 'cross-site', origin: here }],
  ['another origin, fetch metadata forged', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.test' }],
];

test.each(crossSite)('R-201 every route that changes something refuses %s', async (_what, headers) => {
  const changing = server.app.routes.filter(({ method, url }) => method !== 'GET' && url.startsWith('/api/'));
  expect(changing.length).toBeGreaterThan(10);
  for (const { method, url } of changing) {
    const path = url.replace(/:\w+/g, site.id);
    const answer = await admin.call(method as 'POST', path, { headers, body: { name: 'X' } });
    checks += 1;
    expect([method, url, answer.statusCode, answer.json().code]).toEqual([method, url, 403, 'forbidden']);
  }
});

test.each<[what: string, headers: Record<string, string>]>([
  ['our own origin', { origin: here }],
  ['our own origin with fetch metadata', { origin: here, 'sec-fetch-site': 'same-origin' }],
  ['a program, which sends neither', {}],
  ['the origin the request was sent to', { origin: 'http://127.0.0.1:3080', host: '127.0.0.1:3080' }],
])('R-201 %s may', async (_what, headers) => {
  checks += 1;
  expect((await admin.call('PATCH', '/api/v1/me', { headers, body: {} })).statusCode).toBe(200);
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'text/json',
  '',
])('R-064 a body of type “%s”, which needs no preflight, is refused on every route', async (type) => {
  for (const { method, url } of server.app.routes.filter(
    (route) => ['POST', 'PUT', 'PATCH'].includes(route.method) && route.url.startsWith('/api/'),
  )) {
    const path = url.replace(/:\w+/g, site.id);
    const answer = await admin.call(method as 'POST', path, {
      headers: { 'content-type': type },
      body: '{"name":"X"}',
    });
    checks += 1;
    expect([method, url, answer.statusCode, answer.json().code]).toEqual([method, url, 415, 'unsupported_media_type']);
  }
});

test('R-202 another site can neither sign somebody in nor out', async () => {
  const signIn = await nobody.call('POST', '/api/v1/session', {
    headers: { origin: 'https://evil.test' },
    body: administrator,
  });
  expect([signIn.statusCode, cookieOf(signIn)]).toEqual([403, '']);
  expect((await admin.call('DELETE', '/api/v1/session', { headers: { origin: 'https://evil.test' } })).statusCode).toBe(
    403,
  );
  expect((await admin.call('GET', '/api/v1/me')).statusCode).toBe(200);
  checks += 3;
});

test('R-118 the console’s API gives no other origin leave to read it', async () => {
  for (const { method, url } of server.app.routes.filter((route) => route.url.startsWith('/api/'))) {
    const path = url.replace(/:\w+/g, site.id);
    const answer = await admin.call(method as 'GET', path, { headers: { origin: 'https://evil.test' } });
    const preflight = await admin.call('OPTIONS', path, {
      headers: { origin: 'https://evil.test', 'access-control-request-method': method },
    });
    const named = [answer, preflight].flatMap((one) =>
      Object.keys(one.headers).filter((name) => name.startsWith('access-control-')),
    );
    checks += 1;
    expect([method, url, named]).toEqual([method, url, []]);
  }
});

test.each<[where: string, url: string, name: string]>([
  ['where there is TLS', 'https://chat.example', '__Host-foyer-session'],
  ['on plain HTTP', 'http://chat.example', 'foyer-session'],
])('R-198 the session cookie %s', async (_where, url, name) => {
  const other = await openTestApp({ FOYER_URL: url });
  const answer = await callerOf(other).call('POST', '/api/v1/session', { body: administrator });
  const [cookie] = answer.cookies;
  checks += 1;
  expect(cookie).toMatchObject({ name, path: '/', httpOnly: true, sameSite: 'Lax' });
  expect(cookie?.secure ?? false).toBe(url.startsWith('https:'));
  expect(cookie).not.toHaveProperty('domain');
  await other.close();
});

test('no answer sets a cookie that scripts can read or that other sites send along', async () => {
  const { caller } = await addOperator({ http: server.http, admin }, 'cookie eater', 'operator', []);
  const answers = [
    await caller.call('PATCH', '/api/v1/me', {
      body: { password: 'another long password', currentPassword: 'a password for everybody in this test' },
    }),
    await caller.call('DELETE', '/api/v1/session'),
    await nobody.call('POST', '/api/v1/session', { body: administrator }),
    await nobody.call('GET', '/console/'),
    await nobody.call('GET', '/foyer.js'),
  ];
  for (const header of answers.flatMap((answer) => [answer.headers['set-cookie'] ?? []].flat())) {
    checks += 1;
    expect(header).toMatch(/; HttpOnly/i);
    expect(header).toMatch(/; SameSite=(Lax|Strict)/i);
  }
});
