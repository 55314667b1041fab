import { problemSchema } from '@foyer/protocol/problem';
import { afterAll, expect, test } from 'vitest';
import { callerOf, type Extras } from '../testing/caller.ts';
import { openWorld } from '../testing/world.ts';

/** what is refused, and that every refusal is a problem document that says nothing internal. */
const world = await openWorld();
const [here] = world.sites;
const below = `/api/v1/sites/${here.site.id}`;
const nobody = callerOf(world);
let checks = 0;

afterAll(async () => {
  process.stdout.write(`refusals: ${checks} checks\n`);
  await world.close();
});

const json = (text: string): Extras => ({ headers: { 'content-type': 'application/json' }, body: text });
const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
const deepConditions = (depth: number) => `{"name":"X","conditions":${'{"all":['.repeat(depth)}${']}'.repeat(depth)}}`;

test.each<[what: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, extras: Extras, status: number]>([
  ['no JSON', 'POST', `${below}/alerts`, json('{'), 400],
  ['no body', 'POST', `${below}/alerts`, {}, 400],
  ['an empty body', 'POST', `${below}/alerts`, json(''), 400],
  ['a text', 'POST', `${below}/alerts`, json('"text"'), 400],
  ['an array', 'POST', `${below}/alerts`, json('[]'), 400],
  ['null', 'POST', `${below}/alerts`, json('null'), 400],
  ['very deep', 'POST', `${below}/alerts`, json(deep), 400],
  ['conditions nested deep', 'POST', `${below}/alerts`, json(deepConditions(20)), 400],
  ['conditions nested very deep', 'POST', `${below}/alerts`, json(deepConditions(20_000)), 400],
  ['a number too large', 'PUT', `${below}/exclusions`, json('{"version":1e400}'), 400],
  ['a prototype', 'POST', `${below}/alerts`, json('{"name":"X","__proto__":{"enabled":false}}'), 400],
  ['a deep prototype', 'POST', `${below}/alerts`, json('{"name":"X","actions":{"__proto__":{"popup":true}}}'), 400],
  ['an escaped prototype', 'POST', `${below}/alerts`, json('{"name":"X","\\u005f_proto__":{}}'), 400],
  ['a constructor', 'POST', `${below}/alerts`, json('{"name":"X","constructor":{"prototype":{"x":1}}}'), 400],
  ['a body over the limit', 'POST', `${below}/alerts`, json(`{"name":"${'x'.repeat(300 * 1024)}"}`), 413],
  ['an id that is none', 'GET', `${below}/alerts/1`, {}, 400],
  ['an id with a quote', 'GET', `${below}/alerts/1'%20or%20'1'='1`, {}, 400],
  ['a very long id', 'GET', `${below}/alerts/${'a'.repeat(500)}`, {}, 404],
  ['a site that is no id', 'GET', '/api/v1/sites/*/alerts', {}, 404],
  ['a limit that is no number', 'GET', `${below}/chats?limit=many`, {}, 400],
  ['a limit too large', 'GET', `${below}/chats?limit=1000000`, {}, 400],
  ['a limit below one', 'GET', `${below}/visits?limit=0`, {}, 400],
  ['a limit given twice', 'GET', `${below}/chats?limit=1&limit=2`, {}, 400],
  ['a cursor as array', 'GET', `${below}/chats?cursor=a&cursor=b`, {}, 400],
  ['brackets in the query', 'GET', `${below}/chats?limit[$gt]=1`, {}, 400],
  ['a query nobody asked for', 'GET', `${below}/visits?siteId=${here.site.id}`, {}, 400],
  ['an unknown state', 'GET', `${below}/chats?state=open`, {}, 400],
  ['NUL in a filter', 'GET', `${below}/chats?visitorId=a%00b`, {}, 400],
  ['NUL in another', 'GET', `${below}/visits?visitorId=a%00b`, {}, 400],
  ['NUL in a cursor', 'GET', `${below}/visits?cursor=a%00b`, {}, 400],
  ['NUL in an e-mail address', 'POST', '/api/v1/session', json('{"email":"a\\u0000@b","password":"x"}'), 400],
  ['half a surrogate pair', 'POST', '/api/v1/session', json('{"email":"\\ud800@b","password":"x"}'), 400],
  ['NUL in a page’s address', 'GET', `/t/pixel.gif?site=${here.site.key}&url=https://shop.example/%00`, {}, 400],
  ['a broken escape', 'GET', '/api/v1/sites/%zz', {}, 400],
  ['nothing there', 'GET', '/api/v1/nothing', {}, 404],
  [
    'an encoding we do not read',
    'POST',
    `${below}/alerts`,
    { headers: { 'content-encoding': 'gzip' }, body: { name: 'X' } },
    201,
  ],
])('%s', async (_what, method, path, extras, status) => {
  const answer = await world.admin.call(method, path, extras);
  checks += 1;
  expect([answer.statusCode, answer.body.slice(0, 300)]).toEqual([status, expect.any(String)]);
  if (status >= 400) {
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problemSchema.strict().parse(answer.json()).status).toBe(status);
    expect(answer.body).not.toMatch(/node_modules|\bat .*:\d+:\d+|sqlite|select .* from/i);
  }
});

test('R-068 whatever is sent to whatever route, a refusal is a problem document without a stack', async () => {
  const bodies = ['{}', '[]', 'null', '1', '"x"', '{"name":{}}', '{"version":"1"}', '{"email":[],"password":{}}', '{'];
  for (const { method, url } of world.app.routes.filter((route) => route.method !== 'GET'))
    for (const text of bodies) {
      const path = url.replace(':siteId', here.site.id).replace(/:\w+/g, here.alertId);
      if (path === '/api/v1/session' && method === 'DELETE') continue;
      const answer = await world.admin.call(method as 'POST', path, json(text));
      checks += 1;
      expect([method, url, text, answer.statusCode < 500]).toEqual([method, url, text, true]);
      if (answer.statusCode < 400) continue;
      expect(problemSchema.strict().safeParse(answer.json()).success).toBe(true);
      expect(answer.body).not.toMatch(/node_modules|\bat .*:\d+:\d+/);
    }
});

const user = { name: 'X', email: 'x@example.test', password: 'a long password' };
const strangers = [
  'siteId',
  'tenantId',
  'id',
  'createdAt',
  'operatorId',
  'builtIn',
  'key',
  'sessionEpoch',
  'passwordHash',
];
test.each<[what: string, method: 'POST' | 'PUT' | 'PATCH', path: string, body: object, more: readonly string[]]>([
  ['alert', 'POST', `${below}/alerts`, { name: 'X' }, ['role']],
  ['changed alert', 'PUT', `${below}/alerts/${here.alertId}`, { name: 'X', version: 1 }, ['role']],
  ['order of alerts', 'PUT', `${below}/alerts/order`, { ids: [here.alertId] }, []],
  ['invite', 'POST', `${below}/invites`, { name: 'X', altText: 'X' }, ['role']],
  ['changed invite', 'PUT', `${below}/invites/${here.inviteId}`, { name: 'X', altText: 'X', version: 1 }, []],
  ['exclusions', 'PUT', `${below}/exclusions`, { version: 0 }, []],
  ['site', 'POST', '/api/v1/sites', { name: 'X' }, ['codeSeenAt', 'version']],
  ['changed site', 'PUT', below, { name: 'X', version: 1 }, ['codeSeenAt']],
  ['user', 'POST', '/api/v1/users', user, ['disabled', 'version']],
  ['own account', 'PATCH', '/api/v1/me', {}, ['role', 'siteIds', 'disabled', 'maxChats', 'version', 'status']],
  ['sign-in', 'POST', '/api/v1/session', { email: 'x@example.test', password: 'x' }, ['role', 'oneTimeToken']],
])('R-209 fields that nobody may set are refused: %s', async (_what, method, path, body, more) => {
  for (const field of [...strangers, ...more]) {
    const answer = await world.admin.call(method, path, { body: { ...body, [field]: here.site.id } });
    checks += 1;
    expect([field, answer.statusCode]).toEqual([field, 400]);
  }
});

test('an address that no route has asks nobody to sign in, and says nothing of routes', async () => {
  const answer = await nobody.call('GET', '/api/v1/nothing');
  expect(answer.json()).toEqual({
    type: 'urn:foyer:problem:not_found',
    title: 'Not Found',
    status: 404,
    code: 'not_found',
    detail: 'There is nothing at this address',
  });
});

test('R-068 a failure of ours says a reference and nothing else', async () => {
  const broken = await openWorld();
  await broken.storage.db.updateTable('alert').set({ body: '{"name":1}' }).execute();
  const answer = await broken.admin.call('GET', `/api/v1/sites/${broken.sites[0].site.id}/alerts`);
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toEqual({
    type: 'urn:foyer:problem:internal',
    title: 'Internal Server Error',
    status: 500,
    code: 'internal',
    detail: 'Something went wrong on our side',
    reference: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  await broken.close();
});
