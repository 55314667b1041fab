import { afterAll, expect, test } from 'vitest';
import { randomHex } from '../http/new-id.ts';
import { signInAsAdministrator } from '../testing/caller.ts';
import { addressIn, openTestApp } from '../testing/test-app.ts';
import { statusOfUpgrade, TestSocket } from '../testing/test-socket.ts';
import { greetWindow, makeTicket, openPage, openVisitor, requestChat, takeTicket } from '../testing/visitor.ts';
import { openConsole, openWorld } from '../testing/world.ts';

/** who may open a socket, by which proof, and what ends it. */
const world = await openWorld();
const [here, there] = world.sites;
const { port } = new URL(world.origin);
afterAll(() => world.close());

const cookie = here.operator.cookie;
test.each<[what: string, headers: Record<string, string>, status: number]>([
  ['our own origin', { origin: world.origin, cookie }, 101],
  ['another origin', { origin: 'https://evil.test', cookie }, 403],
  ['an opaque origin', { origin: 'null', cookie }, 403],
  ['no origin', { cookie }, 403],
  ['an empty origin', { origin: '', cookie }, 403],
  ['another port', { origin: 'http://127.0.0.1:1', cookie }, 403],
  ['another name of this machine', { origin: `http://localhost:${port}`, cookie }, 403],
  ['a longer host', { origin: `http://127.0.0.1.evil.test:${port}`, cookie }, 403],
  ['our own origin without a cookie', { origin: world.origin }, 401],
  ['our own origin with a made-up cookie', { origin: world.origin, cookie: `foyer-session=${'x'.repeat(43)}` }, 401],
  [
    'our own origin with a visitor’s token',
    { origin: world.origin, cookie: `foyer-session=${here.visitorToken}` },
    401,
  ],
])('R-050 the console’s socket from %s', async (_what, headers, status) => {
  expect(await statusOfUpgrade(`${world.origin}/api/v1/socket`, headers)).toBe(status);
});

test.each(['/api/v1/socket/', '/api/v1/sockets', '/', '/t/socket/x', '/t/../api/v1/socket'])(
  'there is no socket at %s',
  async (path) => {
    const url = new URL(world.origin);
    expect([404, 101]).toContain(
      await statusOfUpgrade(`${url.origin}${path}`, { origin: world.origin, cookie }).catch(() => 404),
    );
    if (!path.includes('..'))
      expect(await statusOfUpgrade(`${url.origin}${path}`, { origin: world.origin, cookie })).toBe(404);
  },
);

const listed = await world.admin.must<{ key: string }>('POST', '/api/v1/sites', {
  name: 'Listed',
  allowedOrigins: ['https://shop.example', 'https://*.shop.example'],
});
test.each<[what: string, origin: string | undefined, isLet: boolean]>([
  ['the site’s origin', 'https://shop.example', true],
  ['a true subdomain', 'https://www.shop.example', true],
  ['a longer host', 'https://shop.example.evil.test', false],
  ['a host that ends alike', 'https://evilshop.example', false],
  ['another port', 'https://shop.example:8443', false],
  ['another scheme', 'http://shop.example', false],
  ['an opaque origin', 'null', false],
  ['our own pages', world.origin, true],
  ['a program', undefined, true],
])('R-051, R-119 a page of %s', async (_what, origin, isLet) => {
  const socket = await TestSocket.open(`${world.origin}/t/socket`, origin === undefined ? {} : { origin });
  socket.send({
    type: 'hello',
    kind: 'page',
    protocol: 1,
    site: listed.key,
    visitor: randomHex(16),
    tab: randomHex(8),
  });
  const answer = await socket.next((frame) => frame.type === 'welcome' || frame.type === 'error');
  expect(answer).toMatchObject(isLet ? { type: 'welcome' } : { type: 'error', code: 'forbidden' });
  if (isLet) await socket.close();
  else expect((await socket.closed).code).toBe(4403);
});

test('R-051 the chat window is our own page: no other origin may open its socket', async () => {
  const page = await openPage({ server: world.origin, siteKey: listed.key });
  const ticket = await takeTicket(page.socket);
  const { answer } = await greetWindow(
    { server: world.origin, siteKey: listed.key, headers: { origin: 'https://shop.example' } },
    { ticket },
  );
  expect(answer).toMatchObject({ type: 'error', code: 'forbidden' });
});

const visitor = 'a'.repeat(32);
const at = (siteId: string, now: number) => makeTicket(siteId, visitor, now);
test.each<[what: string, proof: () => { ticket?: string; token?: string }, isLet: boolean]>([
  ['a fresh ticket', () => ({ ticket: at(here.site.id, world.clock.now()) }), true],
  ['nothing', () => ({}), false],
  ['an empty ticket', () => ({ ticket: '' }), false],
  ['a ticket of another site', () => ({ ticket: at(there.site.id, world.clock.now()) }), false],
  ['a ticket of a minute ago', () => ({ ticket: at(here.site.id, world.clock.now() - 60_001) }), false],
  [
    'a ticket signed by somebody else',
    () => ({
      ticket: makeTicket(here.site.id, visitor, world.clock.now(), 'another secret of thirty-two characters'),
    }),
    false,
  ],
  [
    'a ticket for another visitor',
    () => ({ ticket: at(here.site.id, world.clock.now()).replace(visitor, 'b'.repeat(32)) }),
    false,
  ],
  [
    'a ticket made to last',
    () => ({ ticket: at(here.site.id, world.clock.now()).replace(/\.\d+\./, '.99999999999999.') }),
    false,
  ],
  [
    'a ticket without a signature',
    () => ({ ticket: at(here.site.id, world.clock.now()).replace(/[^.]+$/, '') }),
    false,
  ],
  ['a ticket with something after it', () => ({ ticket: `${at(here.site.id, world.clock.now())}.x` }), false],
  ['the visitor’s token', () => ({ token: here.visitorToken }), true],
  ['a token of another site', () => ({ token: there.visitorToken }), false],
  ['a made-up token', () => ({ token: 'x'.repeat(43) }), false],
  ['an operator’s session as token', () => ({ token: String(here.operator.cookie.split('=')[1]) }), false],
])('R-221 a chat window with %s', async (_what, proof, isLet) => {
  const { socket, answer } = await greetWindow({ server: world.origin, siteKey: here.site.key }, proof());
  expect(answer).toMatchObject(isLet ? { type: 'welcome' } : { type: 'error', code: 'not_signed_in' });
  if (isLet) await socket.close();
  else expect((await socket.closed).code).toBe(4403);
});

test('R-225 the visitor’s token goes to the window once, and to nobody else', async () => {
  const guest = await openVisitor({ server: world.origin, siteKey: here.site.key });
  await requestChat(guest.window, 'Who sees my token?');
  expect(guest.token).toMatch(/^[\w-]{43}$/);
  const { answer, socket } = await greetWindow(
    { server: world.origin, siteKey: here.site.key },
    { token: guest.token },
  );
  expect(answer.token).toBeNull();
  const console_ = await openConsole(world.origin, here.operator);
  for (const frames of [console_.frames, guest.page.frames, here.console_.frames])
    expect(JSON.stringify(frames)).not.toContain(guest.token);
  await Promise.all([socket.close(), console_.close()]);
});

const oversize = (bytes: number) => JSON.stringify({ type: 'ping', more: 'x'.repeat(bytes) });
test.each<[what: string, open: () => Promise<TestSocket>, limit: number]>([
  ['console', () => openConsole(world.origin, here.operator), 64 * 1024],
  ['page', async () => (await openPage({ server: world.origin, siteKey: here.site.key })).socket, 32 * 1024],
])('R-053 a frame over the limit closes a %s’s socket, one below does not', async (_what, open, limit) => {
  const socket = await open();
  await socket.ask(oversize(limit - 100));
  socket.send(oversize(limit + 1));
  expect((await socket.closed).code).toBe(1009);
});

test('R-060 a page that sends without end is cut, whatever it says', async () => {
  const limited = await openWorld({ FOYER_LIMIT_FACTOR: '1' });
  const { socket } = await openPage({ server: limited.origin, siteKey: limited.sites[0].site.key });
  for (let sent = 0; sent < 151; sent += 1) socket.send('{"type":"ping"}');
  expect((await socket.closed).code).toBe(1008);
  await limited.close();
});

test('R-055 a binary frame closes the socket', async () => {
  const socket = await openConsole(world.origin, here.operator);
  socket.send(Buffer.from('{"type":"ping"}'));
  expect((await socket.closed).code).toBe(1003);
});

test('R-059 an unknown site key, and a protocol we do not speak', async () => {
  for (const hello of [{ site: '0'.repeat(32) }, { protocol: 2 }]) {
    const socket = await TestSocket.open(`${world.origin}/t/socket`);
    socket.send({
      type: 'hello',
      kind: 'page',
      protocol: 1,
      site: here.site.key,
      visitor,
      tab: randomHex(8),
      ...hello,
    });
    expect((await socket.next('error')).code).toMatch(/not_found|invalid_request/);
    expect((await socket.closed).code).toBe(4403);
  }
});

test('R-061 one address holds so many sockets, one operator so many, one visitor so many pages', async () => {
  const small = await openTestApp({ FOYER_LIMIT_FACTOR: '0.1' }); // 10 sockets an address, 2 an operator and a visitor
  const origin = await small.listen();
  const admin = await signInAsAdministrator(small);
  const site = await admin.must<{ key: string }>('POST', '/api/v1/sites', { name: 'Small' });
  const first = await openConsole(origin, admin);
  await openConsole(origin, admin);
  expect(await statusOfUpgrade(`${origin}/api/v1/socket`, { origin, cookie: admin.cookie })).toBe(429);
  await first.close();
  await expect.poll(() => statusOfUpgrade(`${origin}/api/v1/socket`, { origin, cookie: admin.cookie })).toBe(101);
  const openOne = async () => {
    const socket = await TestSocket.open(`${origin}/t/socket`);
    socket.send({ type: 'hello', kind: 'page', protocol: 1, site: site.key, visitor, tab: randomHex(8) });
    return socket;
  };
  // One after another: of three that open at once, any may be the third to say hello.
  await (await openOne()).next('welcome');
  await (await openOne()).next('welcome');
  const third = await (await openOne()).closed;
  expect(third.code).toBe(4429);
  const many = Array.from({ length: 20 }, () =>
    TestSocket.open(`${origin}/t/socket`).then(
      () => 101,
      (error) => error.status,
    ),
  );
  const statuses = await Promise.all(many);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(12);
  await small.close();
});

test('S-063 an excluded visitor gets no chat, wherever they ask; X-Forwarded-For decides only behind a trusted proxy', async () => {
  const proxied = await openTestApp({ FOYER_TRUSTED_PROXIES: 'loopback' });
  const origin = await proxied.listen();
  const admin = await signInAsAdministrator(proxied);
  const site = await admin.must<{ id: string; key: string }>('POST', '/api/v1/sites', { name: 'Not for France' });
  await admin.must('PUT', `/api/v1/sites/${site.id}/exclusions`, { countries: ['France'], version: 0 });
  const from = (address: string) => ({ server: origin, siteKey: site.key, headers: { 'x-forwarded-for': address } });

  const french = await openPage(from(addressIn.FR));
  expect(french.welcome.excluded).toBe(true);
  const { answer } = await greetWindow(from(addressIn.FR), { ticket: await takeTicket(french.socket) });
  expect(answer).toMatchObject({ type: 'error', code: 'excluded' });
  // What a visitor writes to the left of the proxy's own entry counts for nothing.
  expect((await openPage(from(`${addressIn.GB}, ${addressIn.FR}`))).welcome.excluded).toBe(true);

  const british = await openVisitor(from(addressIn.GB));
  await admin.must('PUT', `/api/v1/sites/${site.id}/exclusions`, { countries: ['GB'], version: 1 });
  await expect(requestChat(british.window, 'Hello?')).rejects.toThrow('Chat is not available');
  await proxied.close();

  // without a trusted proxy the header is nobody's word.
  await world.admin.must('PUT', `/api/v1/sites/${there.site.id}/exclusions`, { countries: ['France'], version: 0 });
  const spoofed = await openPage({
    server: world.origin,
    siteKey: there.site.key,
    headers: { 'x-forwarded-for': addressIn.FR },
  });
  expect(spoofed.welcome.excluded).toBe(false);
});
