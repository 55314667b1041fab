import type { Site } from '@foyer/protocol/site';
import { afterAll, expect, test } from 'vitest';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { addOperator } from '../../testing/world.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());

const add = (site: object) => admin.must<Site>('POST', '/api/v1/sites', site);

test('a new site has its defaults, a key of its own, and has not seen its code', async () => {
  const [one, two] = [await add({ name: 'One' }), await add({ name: 'Two' })];
  expect(one).toMatchObject({
    name: 'One',
    version: 1,
    allowedOrigins: [],
    timeZone: 'Europe/London',
    currency: 'GBP',
    visitTimeoutMinutes: 30,
    idleMinutes: 5,
    codeSeenAt: null,
    codeSeenUrl: null,
  });
  expect(one.key).toMatch(/^[0-9a-f]{32}$/);
  expect(two.key).not.toBe(one.key);
});

test('origins are answered in lower case, and a site that has some can be read', async () => {
  const site = await add({ name: 'Listed', allowedOrigins: ['https://Shop.Example', 'https://*.shop.example:8443'] });
  expect(site.allowedOrigins).toEqual(['https://shop.example', 'https://*.shop.example:8443']);
  expect(await admin.must('GET', `/api/v1/sites/${site.id}`)).toEqual(site);
  expect((await admin.must<{ items: Site[] }>('GET', '/api/v1/sites')).items).toContainEqual(site);
});

test.each<[what: string, site: object, path: string]>([
  ['no name', {}, 'name'],
  [
    'an origin with a path',
    { name: 'X', allowedOrigins: ['https://a.example', 'https://b.example/x'] },
    'allowedOrigins.1',
  ],
  ['an origin without a scheme', { name: 'X', allowedOrigins: ['a.example'] }, 'allowedOrigins.0'],
  ['a scheme that is no web page', { name: 'X', allowedOrigins: ['ftp://a.example'] }, 'allowedOrigins.0'],
  ['a star for everything', { name: 'X', allowedOrigins: ['*'] }, 'allowedOrigins.0'],
  ['an unknown time zone', { name: 'X', timeZone: 'Europe/Atlantis' }, 'timeZone'],
  ['a currency that is none', { name: 'X', currency: 'pounds' }, 'currency'],
  ['a time-out of nothing', { name: 'X', visitTimeoutMinutes: 0 }, 'visitTimeoutMinutes'],
  ['a time-out too long', { name: 'X', visitTimeoutMinutes: 241 }, 'visitTimeoutMinutes'],
  ['half a minute', { name: 'X', idleMinutes: 0.5 }, 'idleMinutes'],
  ['a colour that is none', { name: 'X', chatWindow: { color: 'red;}' } }, 'chatWindow.color'],
  [
    'an address that is none',
    { name: 'X', chatWindow: { offlineUrl: 'javascript:alert(1)' } },
    'chatWindow.offlineUrl',
  ],
  ['a redirect without address', { name: 'X', chatWindow: { whenOffline: 'redirect' } }, 'chatWindow.offlineUrl'],
  ['a language twice', { name: 'X', chatWindow: { languages: ['de', 'de'] } }, 'chatWindow.languages'],
  ['a page pattern that is none', { name: 'X', chatWindow: { hiddenOn: ['a', 're:('] } }, 'chatWindow.hiddenOn.1'],
  ['a logo that is not there', { name: 'X', chatWindow: { logo: `upload:${'0'.repeat(32)}` } }, 'chatWindow.logo'],
  ['a corner that is none', { name: 'X', chatWindow: { corner: 'middle' } }, 'chatWindow.corner'],
])('refused, naming the field: %s', async (_what, site, path) => {
  const answer = await admin.call('POST', '/api/v1/sites', { body: site });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
});

test.each<[what: string, version: number, status: number]>([
  ['at its version', 1, 200],
  ['at another', 2, 409],
])('a site is changed %s', async (_what, version, status) => {
  const site = await add({ name: 'Before' });
  const answer = await admin.call('PUT', `/api/v1/sites/${site.id}`, { body: { name: 'After', version } });
  expect(answer.statusCode).toBe(status);
  const now = await admin.must<Site>('GET', `/api/v1/sites/${site.id}`);
  expect(now).toMatchObject(
    status === 200 ? { name: 'After', version: 2, key: site.key } : { name: 'Before', version: 1 },
  );
});

test('everybody sees their own sites, by name', async () => {
  const [b, a] = [await add({ name: 'b shop' }), await add({ name: 'A shop' })];
  await add({ name: 'not theirs' });
  const { caller } = await addOperator({ http: server.http, admin }, 'two sites', 'supervisor', [b.id, a.id]);
  const { items } = await caller.must<{ items: Site[] }>('GET', '/api/v1/sites');
  expect(items.map((site) => site.name)).toEqual(['A shop', 'b shop']);
  const { items: all } = await admin.must<{ items: Site[] }>('GET', '/api/v1/sites');
  expect(all.length).toBeGreaterThan(items.length);
});
