/** Starting the program: what it prints, and what it says when it can't. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { startServer } from './support/server-process.ts';

const program = (file: string) => fileURLToPath(new URL(`../apps/server/src/${file}`, import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-start-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** Runs the program until it ends by itself. */
function run(
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const all = { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', FOYER_DATA: folder, FOYER_LOG: 'silent', ...env };
    execFile(process.execPath, [program(file), ...args], { env: all, timeout: 30_000 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
}

test('the first start prints the console, a sign-in link that works once, and the demo shop', async () => {
  const server = await startServer({ dataFolder: folder });
  await expect.poll(server.output).toContain('Demo shop:');
  const once = /sign-in#once=(\S+)/.exec(server.output())?.[1];
  const signIn = () =>
    fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ oneTimeToken: once }),
    });
  const first = await signIn();
  expect(first.status).toBe(200);
  expect(await first.json()).toMatchObject({
    role: 'administrator',
    hasPassword: false,
    sites: [{ name: 'Demo shop' }],
  });
  expect((await signIn()).status).toBe(401);
  expect((await fetch(`${server.url}/demo/`)).status).toBe(200);
  expect(await server.stop()).toBe(0);

  // The next start makes no second site, and offers a new link while there is no password.
  const again = await startServer({ dataFolder: folder });
  await expect.poll(again.output).toContain('sign-in#once=');
  expect(again.output()).not.toContain(once);
  await again.stop();
});

test('the port is taken', async () => {
  const port = await findFreePort();
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { code, err } = await run('main.ts', [], { PORT: String(port) });
  expect(code).toBe(1);
  expect(err).toContain(`Port ${port} is taken by another program`);
  other.close();
});

test('the data folder cannot be written', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const { code, err } = await run('main.ts', [], { FOYER_DATA: join(file, 'data') });
  expect(code).toBe(1);
  expect(err).toContain(join(file, 'data'));
});

test('the database cannot be reached, and the password is not printed', async () => {
  const port = await findFreePort();
  const { code, err } = await run('main.ts', [], {
    DATABASE_URL: `postgres://foyer:hush-hush@127.0.0.1:${port}/foyer`,
    FOYER_SECRET: 'x'.repeat(32),
  });
  expect(code).toBe(1);
  expect(err).toContain(`127.0.0.1:${port}`);
  expect(err).not.toContain('hush-hush');
});

test('Redis cannot be reached', async () => {
  const port = await findFreePort();
  const { code, err } = await run('main.ts', [], { REDIS_URL: `redis://127.0.0.1:${port}` });
  expect(code).toBe(1);
  expect(err).toContain(`127.0.0.1:${port}`);
});

test('the schema is newer than the program', async () => {
  expect((await run('cli.ts', ['migrate'], {})).code).toBe(0);
  const database = new Database(join(folder, 'foyer.db'));
  database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('9999-from-the-future', '');
  database.close();
  const { code, err } = await run('main.ts', [], { PORT: '0' });
  expect(code).toBe(1);
  expect(err).toContain('newer version of Foyer');
  expect(err).toContain('9999-from-the-future');
});

test.each<[string, Record<string, string>, string]>([
  ['a port that is none', { PORT: 'http' }, 'PORT: must be a port number'],
  ['a flag', { FOYER_DEMO: 'maybe' }, 'FOYER_DEMO: must be 0 or 1'],
  ['half an administrator', { FOYER_ADMIN_EMAIL: 'a@b.example' }, 'FOYER_ADMIN_PASSWORD'],
  ['PostgreSQL without a secret', { DATABASE_URL: 'postgres://localhost/foyer' }, 'FOYER_SECRET'],
  ['a proxy that trusts everybody', { FOYER_TRUSTED_PROXIES: '0.0.0.0/0', PORT: '0' }, '0.0.0.0/0'],
])('a setting that cannot be used is named: %s', async (_name, env, words) => {
  const { code, err } = await run('main.ts', [], env);
  expect(code).toBe(1);
  expect(err).toContain(words);
  expect(err).not.toContain('    at ');
});

test('a backup made while the server runs is a whole database, on which the program starts', async () => {
  const server = await startServer({ dataFolder: folder });
  const copy = join(folder, 'copies', 'foyer.db');
  await mkdir(join(folder, 'copies'));
  expect(await run('cli.ts', ['backup', copy], {})).toMatchObject({ code: 0, out: `Written: ${copy}\n` });
  await server.stop();
  const restored = await startServer({ dataFolder: join(folder, 'copies') });
  await expect.poll(restored.output).toContain('Demo shop:');
  await restored.stop();
  expect(await run('cli.ts', ['backup'], {})).toMatchObject({ code: 1, err: expect.stringContaining('name one file') });
});

test('a backup is restored: what was there is kept, everybody signs in again, what waited to be sent is held', async () => {
  const admin = { FOYER_ADMIN_EMAIL: 'ann@example.com', FOYER_ADMIN_PASSWORD: 'correct-horse-battery' };
  const server = await startServer({ dataFolder: folder, env: admin });
  const body = JSON.stringify({ email: admin.FOYER_ADMIN_EMAIL, password: admin.FOYER_ADMIN_PASSWORD });
  const headers = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${server.url}/api/v1/session`, { method: 'POST', headers, body });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { items } = (await (await fetch(`${server.url}/api/v1/sites`, { headers: { cookie } })).json()) as {
    items: { id: string }[];
  };
  const copy = join(folder, 'copy.db');
  expect((await run('cli.ts', ['backup', copy], {})).code).toBe(0);
  expect(await run('cli.ts', ['restore', copy], {})).toMatchObject({
    code: 1,
    err: expect.stringContaining('Foyer is running on this data folder'),
  });
  await server.stop();

  const backup = new Database(copy);
  backup
    .prepare(
      `insert into outbox (site_id, id, kind, recipient, cause, payload, state, attempts, created_at, queued_at, next_at, occurrence)
       values (?, 'one', 'email', 'ann@example.com', 'A rule', '{}', 'waiting', 0, 0, 0, 0, 'one')`,
    )
    .run(items[0]?.id);
  backup.close();
  const present = new Database(join(folder, 'foyer.db'));
  present.prepare("insert into installation (name, value) values ('mark', 'made after the backup')").run();
  present.close();

  const done = await run('cli.ts', ['restore', copy], {});
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('1 items of the outbox are held') });
  const before = /is now (\S+)/.exec(done.out)?.[1] ?? '';
  const marks = (file: string) => {
    const database = new Database(file, { readonly: true });
    const found = database.prepare("select value from installation where name = 'mark'").all();
    database.close();
    return found;
  };
  expect(marks(before)).toHaveLength(1);
  expect(marks(join(folder, 'foyer.db'))).toHaveLength(0);

  const again = await startServer({ dataFolder: folder, env: admin });
  const get = (path: string, session: string) => fetch(`${again.url}/api/v1${path}`, { headers: { cookie: session } });
  expect((await get('/me', cookie)).status).toBe(401);
  const anew = await fetch(`${again.url}/api/v1/session`, { method: 'POST', headers, body });
  const counts = await get(`/sites/${items[0]?.id}/outbox/counts`, anew.headers.get('set-cookie')?.split(';')[0] ?? '');
  expect(await counts.json()).toMatchObject({ dead: 1, waiting: 0 });
  await again.stop();
});

test.each<[what: string, content: string | null, words: string]>([
  ['a file that is not there', null, 'cannot be read'],
  ['a file that is no database', 'Dear diary', 'is no SQLite database'],
])('what cannot be restored is refused, and nothing is changed: %s', async (_what, content, words) => {
  const file = join(folder, 'copy.db');
  if (content !== null) await writeFile(file, content);
  expect(await run('cli.ts', ['restore', file], {})).toMatchObject({ code: 1, err: expect.stringContaining(words) });
  expect((await readdir(folder)).filter((name) => name.startsWith('foyer'))).toEqual([]);
});

test('another program’s database, and one of a newer version, are not restored', async () => {
  const file = join(folder, 'copy.db');
  const other = new Database(file);
  other.exec('create table diary (text)');
  other.close();
  expect((await run('cli.ts', ['restore', file], {})).err).toContain('is no database of Foyer');
  await run('cli.ts', ['migrate'], {});
  const newer = join(folder, 'newer.db');
  await run('cli.ts', ['backup', newer], {});
  const database = new Database(newer);
  database.prepare("insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')").run();
  database.close();
  expect((await run('cli.ts', ['restore', newer], {})).err).toContain('newer version of Foyer');
});

test('the doctor looks at everything, and says what is wrong', async () => {
  const well = await run('cli.ts', ['doctor'], { PORT: '9' });
  expect(well.code).toBe(0);
  for (const words of ['Foyer 0', 'will be made at the first start', 'not used: one node', 'is not running'])
    expect(well.out).toContain(words);
  expect(well.out).not.toMatch(/WARN|FAIL/);
  await run('cli.ts', ['migrate'], {});
  const port = await findFreePort();
  const ill = await run('cli.ts', ['doctor'], {
    PORT: '9',
    FOYER_URL: 'http://chat.example.com',
    REDIS_URL: `redis://:hush-hush@127.0.0.1:${port}`,
    GEOIP_CITY_MMDB: '/no/such/file.mmdb',
  });
  expect(ill.code).toBe(1);
  expect(ill.out).toMatch(/ok {4}Database +SQLite, sound/);
  expect(ill.out).toMatch(/WARN {2}Public address .*not https/);
  expect(ill.out).toMatch(/WARN {2}Administrators /);
  expect(ill.out).toMatch(/FAIL {2}Redis .*cannot be reached/);
  expect(ill.out).toMatch(/FAIL {2}GeoIP .*file\.mmdb/);
  expect(ill.out).not.toContain('hush-hush');
});

test('the command line: help, an unknown command, migrate, create-user', async () => {
  expect((await run('cli.ts', ['--help'], {})).out).toContain('create-user');
  expect((await run('cli.ts', ['migrate', '--help'], {})).out).toContain('Bring the database up to date');
  expect(await run('cli.ts', ['dance'], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining('Unknown command: dance'),
  });
  expect((await run('cli.ts', ['migrate'], {})).out).toContain('0001-initial-schema');
  expect((await run('cli.ts', ['migrate'], {})).out).toContain('up to date');
  const made = await run(
    'cli.ts',
    ['create-user', '--email', 'ann@example.com', '--name', 'Ann', '--role', 'administrator'],
    {},
  );
  expect(made).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Made administrator ann@example\.com\. Password: \S{16}/),
  });
  const twice = await run('cli.ts', ['create-user', '--email', 'ann@example.com', '--name', 'Ann'], {});
  expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('has an account already') });
  const wrong = await run('cli.ts', ['create-user', '--email', 'x', '--name', 'Ann', '--site', 'Nowhere'], {});
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('no site is called Nowhere') });
});
