import { afterAll, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { callerOf, signInAsAdministrator } from '../../testing/caller.ts';
import { addressIn, openTestApp } from '../../testing/test-app.ts';
import { browser } from '../../testing/test-socket.ts';

/** What pages send without a socket. */
const server = await openTestApp({ FOYER_URL: 'https://chat.example' });
const admin = await signInAsAdministrator(server);
const page = callerOf(server);
afterAll(() => server.close());

const any = await admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'Any page' });
const listed = await admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', {
  name: 'Listed',
  allowedOrigins: ['https://shop.example'],
});
const hit = (key: string, more: object = {}) => ({
  site: key,
  visitor: randomHex(16),
  tab: randomHex(8),
  n: 1,
  url: 'https://shop.example/',
  ...more,
});
const agent = { 'user-agent': browser };

test.each<[what: string, key: string, origin: string | undefined, status: number, allowed: string | undefined]>([
  ['the site’s origin', listed.key, 'https://shop.example', 200, 'https://shop.example'],
  ['another origin', listed.key, 'https://evil.test', 403, undefined],
  ['an opaque origin', listed.key, 'null', 403, undefined],
  ['a longer host', listed.key, 'https://shop.example.evil.test', 403, undefined],
  ['our own origin', listed.key, 'https://chat.example', 200, 'https://chat.example'],
  ['a program', listed.key, undefined, 200, undefined],
  ['any page where there is no list', any.key, 'https://anything.example', 200, 'https://anything.example'],
  ['an opaque origin where there is no list', any.key, 'null', 403, undefined],
  ['a page with an unknown key', '0'.repeat(32), 'https://shop.example', 404, undefined],
])('R-118 %s', async (_what, key, origin, status, allowed) => {
  const headers = { ...agent, ...(origin === undefined ? {} : { origin }) };
  const answers = [
    await page.call('POST', '/t/hit', { headers, body: hit(key) }),
    await page.call('GET', `/t/pixel.gif?site=${key}&url=https://shop.example/`, { headers }),
    await page.call('GET', `/t/availability?site=${key}`, { headers }),
  ];
  for (const answer of answers) {
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([status, allowed]);
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers['cache-control']).toBe('no-store');
    if (status === 200) expect(answer.headers.vary).toMatch(/Origin/);
  }
});

test('R-118 the preflight of a hit lets the request through, without credentials', async () => {
  const { headers, statusCode } = await page.call('OPTIONS', '/t/hit', {
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
  });
  expect(statusCode).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-methods': 'POST',
    vary: 'Origin',
  });
  expect(headers).not.toHaveProperty('access-control-allow-credentials');
});

test('a beacon may come as text', async () => {
  const answer = await page.call('POST', '/t/hit', {
    headers: { ...agent, 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify(hit(any.key)),
  });
  expect([answer.statusCode, answer.json().recorded]).toEqual([200, true]);
});

test.each<[what: string, body: string | object, status: number]>([
  ['no JSON', '{', 400],
  ['a prototype', `{"__proto__":{"site":"${any.key}"}}`, 400],
  ['no visitor', { site: any.key }, 400],
  ['a visitor id that is guessed', hit(any.key, { visitor: '1' }), 400],
  ['an array for a text', hit(any.key, { title: ['x'] }), 400],
  ['an address that is no web page', hit(any.key, { url: 'javascript:alert(1)' }), 400],
  ['a time in the future', hit(any.key, { ageMs: -1 }), 400],
  ['a time long ago', hit(any.key, { ageMs: 86_400_001 }), 400],
  ['NUL in the title', hit(any.key, { title: 'a\0b' }), 400],
  ['half a surrogate pair', hit(any.key, { title: '\ud800' }), 400],
  ['more than 16 KiB', JSON.stringify(hit(any.key, { more: 'x'.repeat(17 * 1024) })), 413],
])('R-230 a hit with %s is refused', async (_what, body, status) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await page.call('POST', '/t/hit', { headers: { ...agent, 'content-type': 'text/plain' }, body: text });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
});

test.each<[what: string, proxies: string, peer: string, forwarded: string, address: string]>([
  ['an untrusted peer says another address', '', '192.0.2.7', addressIn.FR, '192.0.2.7'],
  ['a trusted proxy tells the visitor’s', '10.0.0.0/8', '10.1.2.3', addressIn.FR, addressIn.FR],
  [
    'entries to the left are the visitor’s own word',
    '10.0.0.0/8',
    '10.1.2.3',
    `${addressIn.GB}, ${addressIn.FR}`,
    addressIn.FR,
  ],
  ['through two proxies', '10.0.0.0/8', '10.1.2.3', `${addressIn.FR}, 10.9.9.9`, addressIn.FR],
  ['a peer that is no proxy of ours', '10.0.0.0/8', '11.1.2.3', addressIn.FR, '11.1.2.3'],
  ['nonsense from the proxy', '10.0.0.0/8', '10.1.2.3', 'somebody', '10.1.2.3'],
  ['IPv4 written as IPv6', '', '::ffff:192.0.2.7', addressIn.FR, '192.0.2.7'],
])('R-226 whose address: %s', async (_what, proxies, peer, forwarded, address) => {
  const behind = await openTestApp({ FOYER_TRUSTED_PROXIES: proxies });
  const boss = await signInAsAdministrator(behind);
  const site = await boss.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'X' });
  const headers = {
    ...agent,
    'x-forwarded-for': forwarded,
    'x-real-ip': addressIn.GB,
    'cf-connecting-ip': addressIn.GB,
    'true-client-ip': addressIn.GB,
    'x-client-ip': addressIn.GB,
    forwarded: `for=${addressIn.GB}`,
    'x-forwarded': addressIn.GB,
  };
  await callerOf(behind).call('POST', '/t/hit', { headers, from: peer, body: hit(site.key) });
  const { items } = await boss.must<{ items: { address: string }[] }>('GET', `/api/v1/sites/${site.id}/live-visits`);
  expect(items.map((visit) => visit.address)).toEqual([address]);
  await behind.close();
});

test('5.11 page events are limited for one visitor, and the answer says how long', async () => {
  const limited = await openTestApp({ FOYER_LIMIT_FACTOR: '0.1' }); // 5 in 10 s
  const site = await (await signInAsAdministrator(limited)).must<{ key: string }>('POST', '/api/v1/sites', {
    name: 'X',
  });
  const body = hit(site.key);
  const answers = [];
  for (let n = 1; n <= 6; n++)
    answers.push(await callerOf(limited).call('POST', '/t/hit', { headers: agent, body: { ...body, n } }));
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(Number(answers[5]?.headers['retry-after'])).toBeGreaterThan(0);
  expect((await callerOf(limited).call('POST', '/t/hit', { headers: agent, body: hit(site.key) })).statusCode).toBe(
    200,
  );
  await limited.close();
});

test('S-058 a hit tells that its visitor is excluded, also by where they come from', async () => {
  const site = await admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'Excludes' });
  const lists = { pages: [], addresses: [], keywordsAndReferrers: ['spam.example'], countries: [], version: 0 };
  await admin.must('PUT', `/api/v1/sites/${site.id}/exclusions`, lists);
  const answerTo = async (referrer: string) =>
    (await page.call('POST', '/t/hit', { headers: agent, body: hit(site.key, { referrer }) })).json();
  expect(await answerTo('https://spam.example/lamps')).toMatchObject({ recorded: false, excluded: true });
  expect(await answerTo('https://ham.example/lamps')).toMatchObject({ recorded: true, excluded: false });
});
