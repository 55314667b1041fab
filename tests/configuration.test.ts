/** Configuration files on the command line, beside a server that runs. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ServerProcess, startServer } from './support/server-process.ts';

const cli = fileURLToPath(new URL('../apps/server/src/cli.ts', import.meta.url));

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-configuration-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** Runs a command on an installation's data. */
function run(data: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', FOYER_DATA: join(folder, data), FOYER_LOG: 'silent' };
    execFile(process.execPath, [cli, ...args], { env, timeout: 60_000 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
}

async function write(file: object): Promise<string> {
  const path = join(folder, 'file.json');
  await writeFile(path, JSON.stringify({ foyer: 'configuration', version: 1, ...file }));
  return path;
}

/** Whether a page of the site is tracked, by what the server answers to a beacon. */
async function isTracked(server: ServerProcess, site: string): Promise<boolean> {
  const body = JSON.stringify({
    site,
    visitor: 'e'.repeat(32),
    tab: 'e'.repeat(16),
    n: 1,
    url: 'https://shop.example/',
  });
  const answer = await fetch(`${server.url}/t/hit`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  });
  const { excluded } = (await answer.json()) as { excluded?: boolean };
  return excluded !== true;
}

test('B-310 what one installation exports is applied to an empty one, and exported again to the same bytes', async () => {
  const path = await write({
    sites: [
      {
        name: 'Shop',
        invites: [{ name: 'Help', altText: 'Help' }],
        alerts: [{ name: 'AdWords', entryPages: ['*source=adwords'], actions: { invite: 'Help' } }],
        exclusions: { pages: ['support/*.*'] },
      },
    ],
  });
  expect((await run('one', 'apply', path)).out).toContain('+ alerts “AdWords” added');
  const first = join(folder, 'first.json');
  expect(await run('one', 'export', '--out', first)).toMatchObject({ code: 0, out: '' });

  const planned = await run('two', 'plan', first, '--check');
  expect(planned).toMatchObject({ code: 1, out: expect.stringContaining('Shop (new site)') });
  const id = /Plan (\w+)/.exec(planned.out)?.[1] ?? '';
  expect(await run('two', 'apply', first, '--plan', 'another')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Something has changed since this was planned'),
  });
  expect((await run('two', 'apply', first, '--plan', id)).out).toContain('Applied.');
  expect((await run('two', 'export')).out).toBe(await readFile(first, 'utf8'));
  expect(await run('two', 'plan', first, '--check')).toMatchObject({ code: 0, out: 'Nothing to change.\n' });
  expect((await run('two', 'export', '--site', 'Shop')).out).toBe(await readFile(first, 'utf8'));
  expect((await run('two', 'export', '--site', 'Nope')).err).toContain('there are: Shop');
});

test('a file that cannot be applied is refused with the path of each fault', async () => {
  const path = await write({ sites: [{ name: 'Shop', alerts: [{ name: 'A', entryPages: ['re:('], nope: 1 }] }] });
  const { code, err } = await run('one', 'plan', path);
  expect(code).toBe(1);
  expect(err).toContain('sites.0.alerts.0.nope: is not a known field');
  await writeFile(path, '{');
  expect((await run('one', 'apply', path)).err).toContain('is not JSON');
  expect((await run('one', 'apply')).err).toContain('name one configuration file');
});

test('a server that runs hears of what the command line applies', async () => {
  const server = await startServer({ dataFolder: join(folder, 'one') });
  const exported = JSON.parse((await run('one', 'export')).out) as { sites: { name: string }[] };
  expect(exported.sites.map(({ name }) => name)).toEqual(['Demo shop']);
  const page = await (await fetch(`${server.url}/demo/`)).text();
  const site = /data-site="(\w+)"/.exec(page)?.[1] ?? '';
  expect(await isTracked(server, site)).toBe(true);
  await run('one', 'apply', await write({ sites: [{ name: 'Demo shop', exclusions: { addresses: ['127.0.0.1'] } }] }));
  await expect.poll(() => isTracked(server, site), { timeout: 10_000 }).toBe(false);
  await server.stop();
});
