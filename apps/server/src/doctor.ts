import { access, constants, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Config } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { migrations } from './storage/migrations/index.ts';
import { openStorage } from './storage/open-storage.ts';
import type { Storage } from './storage/storage.ts';
import { version } from './version.ts';

/** `fail`: Foyer cannot run like this. `warn`: it runs, but something is likely not as it was meant. */
export type Health = 'ok' | 'warn' | 'fail';

/** One thing looked at. */
export interface Finding {
  readonly health: Health;
  readonly what: string;
  readonly detail: string;
}

const gibibyte = 1024 ** 3;
/** Below this share, or size, of the disk nothing more should be written. */
const reserve = { share: 0.05, bytes: gibibyte / 2 };
const clockDriftMs = 5_000;
const answerMs = 3_000;

/** Looks at everything that an installation needs. Changes nothing, and needs no running server. */
export async function examine(config: Config, now: () => number): Promise<Finding[]> {
  const parts = [
    async () => [
      ok('Version', `Foyer ${version}, Node.js ${process.versions.node} on ${process.platform} ${process.arch}`),
      publicAddress(config),
      proxies(config),
    ],
    () => dataFolder(config),
    () => secret(config),
    () => database(config, now),
    () => redis(config),
    () => geoip(config),
    () => server(config),
  ];
  const findings: Finding[] = [];
  for (const part of parts) findings.push(...(await part()));
  return findings;
}

const ok = (what: string, detail: string): Finding => ({ health: 'ok', what, detail });
const warn = (what: string, detail: string): Finding => ({ health: 'warn', what, detail });
const fail = (what: string, detail: string): Finding => ({ health: 'fail', what, detail });

function publicAddress({ publicUrl, host }: Config): Finding {
  const what = 'Public address';
  if (publicUrl === null)
    return isLoopback(host)
      ? ok(what, `none: only this machine reaches Foyer, on ${host}`)
      : warn(what, 'FOYER_URL is not set: links in mail, and the tracking code, name the address Foyer listens on');
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:' || isLoopback(hostname)) return ok(what, publicUrl);
  return warn(what, `${publicUrl} is not https: passwords and chats travel unencrypted`);
}

function proxies({ trustedProxies, publicUrl, host }: Config): Finding {
  const what = 'Proxies';
  if (trustedProxies.length > 0) return ok(what, `X-Forwarded-For is believed from ${trustedProxies.join(', ')}`);
  if (publicUrl?.startsWith('https:') && isLoopback(host))
    return warn(what, 'behind a proxy, but FOYER_TRUSTED_PROXIES is not set: all visitors have the proxy’s address');
  return ok(what, 'none: the address of the connection counts');
}

async function dataFolder({ dataFolder: folder, databaseUrl }: Config): Promise<Finding[]> {
  const what = 'Data folder';
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return [ok(what, `${folder} will be made at the first start`)];
    return [fail(what, `${folder} cannot be written: ${(error as Error).message}`)];
  }
  const { bavail, blocks, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const room = `${(free / gibibyte).toFixed(1)} GiB free`;
  const isFull = free < reserve.bytes || bavail / blocks < reserve.share;
  if (isFull && databaseUrl === null) return [fail(what, `${folder}: only ${room}`)];
  return [isFull ? warn(what, `${folder}: only ${room}`) : ok(what, `${folder}, ${room}`)];
}

async function secret({ secret: configured, dataFolder: folder }: Config): Promise<Finding[]> {
  const what = 'Secret';
  if (configured !== null) return [ok(what, 'FOYER_SECRET is set')];
  const found = await stat(join(folder, 'secret')).catch(() => null);
  if (found === null) return [ok(what, 'will be made at the first start')];
  const isPrivate = (found.mode & 0o077) === 0;
  return [
    isPrivate
      ? ok(what, 'in the data folder')
      : warn(what, `${join(folder, 'secret')} can be read by others: chmod 600`),
  ];
}

async function database(config: Config, now: () => number): Promise<Finding[]> {
  const what = 'Database';
  const { databaseUrl, dataFolder: folder } = config;
  if (databaseUrl === null && (await stat(join(folder, 'foyer.db')).catch(() => null)) === null)
    return [ok(what, 'SQLite, will be made at the first start')];
  let storage: Storage;
  try {
    storage = await openStorage({ databaseUrl, dataFolder: folder, onFatal: () => undefined });
  } catch (error) {
    return [fail(what, explainStartFailure(error, config.port) ?? String(error))];
  }
  try {
    return [await schema(storage), ...(await clock(storage, now)), ...(await content(storage))];
  } finally {
    await storage.close();
  }
}

async function schema({ db, dialect }: Storage): Promise<Finding> {
  const what = 'Database';
  const name = dialect === 'sqlite' ? 'SQLite, sound' : 'PostgreSQL, reachable';
  const known = Object.keys(migrations(dialect));
  const executed = await sql<{ name: string }>`select name from kysely_migration`.execute(db).then(
    ({ rows }) => rows.map((row) => row.name),
    (): string[] => [],
  );
  const unknown = executed.find((one) => !known.includes(one));
  if (unknown !== undefined) return fail(what, `last used by a newer version of Foyer (migration ${unknown})`);
  const pending = known.filter((one) => !executed.includes(one)).length;
  return pending === 0 ? ok(what, name) : warn(what, `${name}; ${pending} migrations will run at the next start`);
}

async function clock({ db, dialect }: Storage, now: () => number): Promise<Finding[]> {
  if (dialect === 'sqlite') return [];
  const before = now();
  const { rows } = await sql<{ at: number }>`select extract(epoch from clock_timestamp()) * 1000 as at`.execute(db);
  const drift = Math.round(Number(rows[0]?.at) - (before + now()) / 2);
  const detail = `${Math.abs(drift)} ms ${drift < 0 ? 'ahead of' : 'behind'} the database’s`;
  return [Math.abs(drift) > clockDriftMs ? warn('Clock', `${detail}: set both by a time server`) : ok('Clock', detail)];
}

async function content({ db }: Storage): Promise<Finding[]> {
  const count = async (work: Promise<{ count: number | string | bigint } | undefined>) =>
    Number((await work)?.count ?? 0);
  try {
    const administrators = await count(
      db
        .selectFrom('operator')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('role', '=', 'administrator')
        .where('disabled', '=', 0)
        .where('password_hash', 'is not', null)
        .executeTakeFirst(),
    );
    const dead = await count(
      db
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('state', '=', 'dead')
        .executeTakeFirst(),
    );
    return [
      administrators > 0
        ? ok('Administrators', `${administrators} with a password`)
        : warn('Administrators', 'none has a password yet: the start prints a link for the first'),
      dead > 0
        ? warn('Outbox', `${dead} items could not be delivered: see Settings, Outbox`)
        : ok('Outbox', 'nothing failed for good'),
    ];
  } catch {
    return []; // tables that a migration will make
  }
}

async function redis({ redisUrl }: Config): Promise<Finding[]> {
  if (redisUrl === null) return [ok('Redis', 'not used: one node')];
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: answerMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined); // told below
  try {
    await client.connect();
    await client.ping();
    return [ok('Redis', 'answers')];
  } catch (error) {
    return [fail('Redis', `cannot be reached at ${new URL(redisUrl).host}: ${(error as Error).message}`)];
  } finally {
    client.disconnect();
  }
}

async function geoip({ geoip: { cityFile, organisationFile } }: Config): Promise<Finding[]> {
  const files = [cityFile, organisationFile].filter((file) => file !== null);
  if (files.length === 0) return [ok('GeoIP', 'the data that comes with Foyer')];
  const missing: string[] = [];
  for (const file of files) await access(file, constants.R_OK).catch(() => missing.push(file));
  return [missing.length > 0 ? fail('GeoIP', `cannot be read: ${missing.join(', ')}`) : ok('GeoIP', files.join(', '))];
}

async function server({ host, port }: Config): Promise<Finding[]> {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = `http://${shown}:${port}/health/ready`;
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
    return [status === 200 ? ok('Server', `is ready at ${shown}:${port}`) : warn('Server', `${url} answers ${status}`)];
  } catch {
    return [ok('Server', `is not running at ${shown}:${port}`)];
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.');
}
