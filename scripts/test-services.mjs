/** What the tests need from the system (PostgreSQL, Redis, Chromium): found, installed where Debian's apt allows, started, stopped. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './prepare.mjs';

const isRoot = process.getuid?.() === 0;

/** Each need: the variable that tests read, how to find the program, the Debian packages that bring it. */
const needs = [
  {
    name: 'PostgreSQL',
    variable: 'FOYER_TEST_POSTGRES_URL',
    find: findPostgres,
    packages: ['postgresql'],
    start: startPostgres,
  },
  { name: 'Redis', variable: 'FOYER_TEST_REDIS_URL', find: findRedis, packages: ['redis-server'], start: startRedis },
  {
    name: 'Chromium',
    variable: 'FOYER_TEST_CHROMIUM',
    find: findChromium,
    packages: ['chromium', 'fonts-noto-color-emoji'],
    start: async (program) => ({ value: program, stop: async () => {} }),
  },
];

/**
 * Makes ready what the tests need; a variable that is set already is left as it is.
 * Answers the environment to add, the names of what is missing, and how to stop all that was started.
 */
export async function startServices({ browser }) {
  const wanted = needs.filter(({ name, variable }) => !process.env[variable] && (browser || name !== 'Chromium'));
  installMissing(wanted.filter(({ find }) => find() === null));
  const env = {};
  const missing = [];
  const running = [];
  const stop = () => Promise.all(running.splice(0).map((service) => service.stop()));
  await Promise.all(
    wanted.map(async ({ name, variable, find, start }) => {
      try {
        const program = find();
        if (program === null) throw new Error('it is not installed');
        const service = await start(program);
        running.push(service);
        env[variable] = service.value;
      } catch (error) {
        say(`${name} is not available: ${error.message}`);
        missing.push(name);
      }
    }),
  );
  return { env, missing, stop };
}

/** Installs Debian packages, as root or by a sudo that asks nothing. Never fails: what is still missing shows afterwards. */
function installMissing(missing) {
  if (missing.length === 0) return;
  const packages = missing.flatMap((need) => need.packages);
  const sudo = isRoot ? [] : ['sudo', '-n'];
  const succeeds = (...command) => spawnSync(command[0], command.slice(1)).status === 0;
  if (!succeeds('apt-get', '--version') || !(isRoot || succeeds('sudo', '-n', 'true'))) {
    say(`Can't install ${packages.join(', ')} here: that takes apt-get, as root or by a sudo without password.`);
    return;
  }
  say(`Installing ${packages.join(', ')} (apt-get) …`);
  for (const step of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const command = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...step];
    const result = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
    if (result.status !== 0) say(`apt-get ${step[0]} failed:\n${result.stdout}${result.stderr}`);
  }
}

/** The folder of the newest PostgreSQL's programs, or null. Debian keeps them off the path. */
function findPostgres() {
  const top = '/usr/lib/postgresql';
  const versions = existsSync(top) ? readdirSync(top).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(top, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

function findRedis() {
  return ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync) ?? null;
}

function findChromium() {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? null;
}

/** A fresh PostgreSQL on a free port of the loopback, gone with everything in it when stopped. It does not sync: tests kill Foyer, not this. */
async function startPostgres(programs) {
  const owner = isRoot ? (findUser('postgres') ?? findUser('nobody')) : {}; // PostgreSQL refuses to run as root
  const folder = mkdtempSync(join(tmpdir(), 'foyer-postgres-'));
  if (isRoot) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const initArgs = [
    '--pgdata',
    data,
    '--username=foyer',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ];
  const init = spawnSync(join(programs, 'initdb'), initArgs, { ...owner, cwd: folder, encoding: 'utf8' });
  if (init.status !== 0) {
    remove();
    throw new Error(`initdb failed: ${init.error?.message ?? init.stderr}`);
  }
  const port = await findFreePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    fsync: 'off',
    full_page_writes: 'off',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const run = () => startService(join(programs, 'postgres'), args, { ...owner, cwd: folder }, port, 'SIGINT');
  const service = await restartable(run).catch((error) => {
    remove();
    throw error;
  });
  return {
    ...service,
    value: `postgres://foyer@127.0.0.1:${port}/postgres`,
    stop: () => service.stop().then(remove),
  };
}

/** A fresh Redis on a free port of the loopback, which keeps nothing. */
async function startRedis(program) {
  const port = await findFreePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const service = await restartable(() => startService(program, args, {}, port, 'SIGTERM'));
  return { ...service, value: `redis://127.0.0.1:${port}` };
}

/** A server that can be ended, by another signal than usual too, and started again where it was. */
async function restartable(run) {
  let end = await run();
  return {
    stop: () => end(),
    async restart(signal, pauseMs = 0) {
      await end(signal);
      await sleep(pauseMs);
      end = await run();
    },
  };
}

/** A PostgreSQL and a Redis that a test may end and start as it likes; null where they are not installed. */
export async function startOwnServices() {
  const programs = { postgres: findPostgres(), redis: findRedis() };
  if (programs.postgres === null || programs.redis === null) return null;
  const postgres = await startPostgres(programs.postgres);
  try {
    return { postgres, redis: await startRedis(programs.redis) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Starts a server, waits until its port answers, and gives the function that stops it with `signal`. */
async function startService(program, args, options, port, signal) {
  // setpriv, where there is one, sees to it that nothing stays behind when this process is killed outright.
  const guard = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', signal.slice(3), '--'] : [];
  const [command, ...rest] = [...guard, program, ...args];
  // Its own process group: Ctrl-C reaches the tests first, and their database is still there while they tidy up.
  const child = spawn(command, rest, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4000)));
  const exited = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const deadline = Date.now() + 30_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${program} did not start:\n${output}`);
    }
    await sleep(50);
  }
  return async (now = signal) => {
    child.kill(now);
    const hardStop = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(hardStop);
  };
}

/** Whether something accepts connections on a port of the loopback. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A port below 32768: those above may be taken by outgoing connections at any moment. */
async function findFreePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** A user's numbers for `spawn`, or null when there is no such user. */
function findUser(name) {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}
