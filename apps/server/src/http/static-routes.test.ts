import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { openWorld } from '../testing/world.ts';

/** R-063, R-067, R-069: addresses that try to get out, odd methods, and the headers of every page. */
const world = await openWorld({ FOYER_LIMIT_FACTOR: '100000' });
const [here] = world.sites;
const nobody = callerOf(world);
let checks = 0;

afterAll(async () => {
  process.stdout.write(`static routes and headers: ${checks} checks\n`);
  await world.close();
});

/** Sends a request exactly as written: clients and proxies tidy paths up. The answer is its status and its body. */
function sendRaw(method: string, path: string): Promise<{ status: number; text: string }> {
  const { port } = new URL(world.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`, 'latin1')),
    );
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => {
      const text = Buffer.concat(parts).toString('latin1');
      resolve({ status: Number(text.split(' ', 2)[1] ?? 0), text });
    });
  });
}

const roots = ['/console/assets/', '/chat-assets/', '/gallery/', '/demo/', '/console/', '/api/docs/static/'];
const escapes = [
  '../package.json',
  '../../package.json',
  '../../../../package.json',
  '..%2f..%2fpackage.json',
  '%2e%2e/%2e%2e/package.json',
  '%2e%2e%2fpackage.json',
  '..%5c..%5cpackage.json',
  '..\\..\\package.json',
  '%252e%252e%252fpackage.json',
  '..;/package.json',
  './/../package.json',
  '%c0%ae%c0%ae/package.json',
  '..%c0%afpackage.json',
  'package.json%00.js',
  '%00',
  'index.html%00.png',
  '....//package.json',
  '/etc/passwd',
  '//etc/passwd',
  'file:///etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  '%',
  '%zz',
  'index.html/..',
  '.git/config',
  '../src/main.ts',
  '../../server/src/main.ts',
  'x.css',
  '%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
];

test.each(roots)('R-067 nothing outside of %s is served', async (root) => {
  for (const path of escapes) {
    const { status, text } = await sendRaw('GET', `${root}${path}`);
    checks += 1;
    expect([path, status === 400 || status === 404 || isOurPage(text)]).toEqual([path, true]);
    expect([
      path,
      /root:|"dependencies"|\[core\]|import .* from|at .*\.[jt]s:\d+/.test(
        text.replace(/<script[\s\S]*?<\/script>/g, ''),
      ),
    ]).toEqual([path, false]);
  }
});

/** Addresses below the console that name no file are the console itself: its router knows the rest. */
function isOurPage(text: string): boolean {
  return /^HTTP\/1\.1 200/.test(text) && /<html[\s\S]*?(Foyer|Swagger)/.test(text);
}

test.each([
  '/../',
  '//',
  '/%2e%2e/',
  '/./console/',
  '/foyer.js/',
  '/foyer.js%00',
  '/FOYER.JS',
  '/health/live.css',
  '/api/v1/me.css',
  '/api/v1/me/x.css',
  '/api/v1/../v1/me',
])('R-067, R-069 %s is no address', async (path) => {
  const { status } = await sendRaw('GET', path);
  checks += 1;
  expect([400, 401, 404]).toContain(status);
  if (/\.css$/.test(path)) expect(status).toBe(404);
});

test.each(['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'FOO', 'PURGE', 'get', 'GET\tX'])(
  'R-063 the method %s gets nothing',
  async (method) => {
    for (const path of ['/', '/console/', '/api/v1/me', '/t/hit', '/foyer.js']) {
      const { status } = await sendRaw(method, path);
      checks += 1;
      expect([path, [0, 400, 404, 405, 501].includes(status)]).toEqual([path, true]);
    }
  },
);

test.each([
  ['HEAD', '/api/v1/session'],
  ['GET', '/api/v1/session'],
  ['PUT', '/api/v1/me'],
  ['POST', '/api/v1/me'],
  ['DELETE', '/api/v1/users'],
  ['GET', '/t/hit'],
  ['HEAD', '/t/hit'],
  ['DELETE', '/foyer.js'],
  ['POST', '/console/'],
  ['PATCH', '/health/live'],
] as const)('R-063 %s %s is no route', async (method, path) => {
  const answer = await world.admin.call(method, path);
  checks += 1;
  expect([404, 405]).toContain(answer.statusCode);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
});

const pages: readonly [path: string, rules: RegExp[]][] = [
  [
    '/console/',
    [
      /default-src 'none'/,
      /script-src 'self'(;|$)/,
      /frame-ancestors 'none'/,
      /base-uri 'none'/,
      /object-src 'none'/,
      /form-action 'self'/,
      /style-src 'self' 'nonce-[^']{20,}'/,
    ],
  ],
  ['/console/sites/1/visitors', [/default-src 'none'/, /frame-ancestors 'none'/]],
  [
    `/chat/${here.site.key}`,
    [
      /default-src 'none'/,
      /script-src 'self'( 'sha256-[A-Za-z0-9+/]{43}=')+(;|$)/,
      /base-uri 'none'/,
      /form-action 'none'/,
      /require-trusted-types-for 'script'/,
    ],
  ],
  ['/api/docs', [/default-src|script-src/]],
  ['/nothing', [/default-src 'none'/, /frame-ancestors 'none'/]],
  ['/api/v1/openapi.json', [/default-src 'none'/]],
];

test.each(pages)('headers of %s', async (path, rules) => {
  const { headers } = await nobody.call('GET', path);
  const policy = String(headers['content-security-policy']);
  for (const rule of rules) expect(policy).toMatch(rule);
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*('unsafe-inline'|\*|https?:(?!\/\/))/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('server');
  checks += rules.length + 5;
});

test('every HTML page that is served has a policy', async () => {
  const pages_ = world.app.routes.filter((route) => route.method === 'GET' && !route.url.startsWith('/api/v1/'));
  for (const { url } of pages_) {
    const path = url.replace(':siteKey', here.site.key).replace('*', 'index.html');
    const { headers, statusCode } = await nobody.call('GET', path);
    checks += 1;
    expect([
      path,
      statusCode < 500,
      typeof headers['content-security-policy'],
      headers['x-content-type-options'],
    ]).toEqual([path, true, 'string', 'nosniff']);
    if (/\.(png|js|css)$/.test(path)) expect(headers['content-type']).not.toMatch(/html/);
  }
});

test('each answer of the console has another nonce, and the page uses it', async () => {
  const [one, two] = [await nobody.call('GET', '/console/'), await nobody.call('GET', '/console/')];
  const nonceOf = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1];
  const nonce = nonceOf(one.headers['content-security-policy']);
  expect(nonce).not.toBe(nonceOf(two.headers['content-security-policy']));
  expect(one.body).toContain(String(nonce));
  expect(one.headers['cache-control']).toBe('no-store');
});

test('the chat window may be framed by the site’s own pages only, where it lists them', async () => {
  const site = await world.admin.must<{ key: string }>('POST', '/api/v1/sites', {
    name: 'Listed',
    allowedOrigins: ['https://shop.example', 'https://*.shop.example'],
  });
  const { headers } = await nobody.call('GET', `/chat/${site.key}`);
  expect(headers['content-security-policy']).toContain(
    "frame-ancestors 'self' https://shop.example https://*.shop.example;",
  );
  expect((await nobody.call('GET', `/chat/${'0'.repeat(32)}`)).statusCode).toBe(404);
});

test('a site’s origin cannot smuggle a rule into the policy', async () => {
  for (const origin of [
    'https://a.example; script-src *',
    "https://a.example 'unsafe-inline'",
    'https://a.example\r\nx: y',
    'https://*',
    '*',
    'https://a.example/path',
  ]) {
    const answer = await world.admin.call('POST', '/api/v1/sites', { body: { name: 'X', allowedOrigins: [origin] } });
    checks += 1;
    expect([origin, answer.statusCode]).toEqual([origin, 400]);
  }
});
