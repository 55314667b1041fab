/** Foyer as a browser test needs it: one process on SQLite, or two nodes on one PostgreSQL and one Redis. */
import { randomBytes } from 'node:crypto';
import { createPostgresDatabase } from '../support/postgres.ts';
import { claimRedisDatabase } from '../support/redis.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

export const administrator = { email: 'ann@example.com', password: 'correct-horse-battery' };

/** Where visitors and operators go; on two nodes these are not the same. */
export interface Installation {
  readonly visitorUrl: string;
  readonly operatorUrl: string;
  readonly servers: readonly ServerProcess[];
  stop(): Promise<void>;
}

const adminEnv = {
  FOYER_ADMIN_EMAIL: administrator.email,
  FOYER_ADMIN_PASSWORD: administrator.password,
  FOYER_DEMO: '1',
  FOYER_LOG: 'warn',
  FOYER_LIMIT_FACTOR: '100',
};

/** One process with the embedded database. `env`: further settings. `dataFolder`: with a database that is there already. */
export async function startOneNode(env: Record<string, string> = {}, dataFolder?: string): Promise<Installation> {
  const server = await startServer({
    env: { ...adminEnv, ...env },
    ...(dataFolder === undefined ? {} : { dataFolder }),
  });
  return {
    visitorUrl: server.url,
    operatorUrl: server.url,
    servers: [server],
    stop: async () => void (await server.stop()),
  };
}

/** Two nodes: visitors on the first, operators on the second. */
export async function startTwoNodes(): Promise<Installation> {
  const database = await createPostgresDatabase();
  const redis = await claimRedisDatabase();
  const env = {
    ...adminEnv,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    FOYER_SECRET: randomBytes(32).toString('hex'),
  };
  const first = await startServer({ env });
  const second = await startServer({ env });
  return {
    visitorUrl: first.url,
    operatorUrl: second.url,
    servers: [first, second],
    async stop() {
      await Promise.all([first.stop(), second.stop()]);
      await redis.release();
      await database.drop();
    },
  };
}
