/** One installation for a fault test: its storage, the server on it, and an administrator. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Site } from '@foyer/protocol/site';
import { ApiClient } from '../support/api-client.ts';
import { findFreePort } from '../support/free-port.ts';
import { createPostgresDatabase } from '../support/postgres.ts';
import { claimRedisDatabase } from '../support/redis.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** Where an installation keeps its data, and what carries its events. */
export const installationKinds = {
  SQLite: { hasPostgres: false, hasRedis: false },
  PostgreSQL: { hasPostgres: true, hasRedis: false },
  'PostgreSQL and Redis': { hasPostgres: true, hasRedis: true },
} as const;
export type InstallationKind = keyof typeof installationKinds;

const admin = { email: 'admin@foyer.example', password: 'admin of this test' };

/** Data that outlive the servers on them. */
export class Installation {
  readonly #env: Record<string, string>;
  readonly #release: () => Promise<void>;
  readonly #servers = new Set<ServerProcess>();

  private constructor(env: Record<string, string>, release: () => Promise<void>) {
    this.#env = env;
    this.#release = release;
  }

  /** On databases of its own, dropped at the end. */
  static async create(kind: InstallationKind): Promise<Installation> {
    const { hasPostgres, hasRedis } = installationKinds[kind];
    const postgres = hasPostgres ? await createPostgresDatabase() : null;
    const redis = hasRedis ? await claimRedisDatabase() : null;
    return Installation.#on(
      { ...(postgres ? { DATABASE_URL: postgres.url } : {}), ...(redis ? { REDIS_URL: redis.url } : {}) },
      async () => {
        await postgres?.drop();
        await redis?.release();
      },
    );
  }

  /** On a PostgreSQL and a Redis that the test has started, and ends; with one address for all nodes. */
  static createOn(env: { DATABASE_URL: string; REDIS_URL: string; FOYER_URL: string }): Promise<Installation> {
    return Installation.#on(env, async () => undefined);
  }

  static async #on(given: Record<string, string>, release: () => Promise<void>): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), 'foyer-faults-'));
    const env = {
      FOYER_DATA: folder,
      FOYER_ADMIN_EMAIL: admin.email,
      FOYER_ADMIN_PASSWORD: admin.password,
      FOYER_SECRET: 'the same secret on every node of this test',
      FOYER_DEMO: '1',
      FOYER_LIMIT_FACTOR: '1000',
      FOYER_LOG: 'warn',
      // Half of a start is reading the source. The first server that ends by itself leaves it compiled for the next ones.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...given,
    };
    return new Installation(env, async () => {
      await release();
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Starts a server on these data. `port`: that of a server which was killed. */
  async start(port?: number): Promise<ServerProcess> {
    const server = await startServer({
      env: this.#env,
      dataFolder: this.#env.FOYER_DATA ?? '',
      port: port ?? (await findFreePort()),
      readyTimeoutMs: 60_000,
    });
    this.#servers.add(server);
    return server;
  }

  /** What all servers wrote beside their greeting: warnings and errors. */
  log(): string {
    return [...this.#servers].map((server) => server.output()).join('');
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers].map((server) => server.stop()));
    await this.#release();
  }
}

/** Signs the administrator in, who is an operator of the demo site. */
export async function signInAdministrator(server: ServerProcess): Promise<{ api: ApiClient; site: Site }> {
  const api = await ApiClient.signIn(server.url, admin.email, admin.password);
  const [site] = await api.listSites();
  if (!site) throw new Error('The demo site is missing');
  return { api, site };
}
