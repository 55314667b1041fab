/** The stores and buses that one and the same test runs on: SQLite in memory with the memory bus, PostgreSQL with Redis. */
import type { Visit } from '@foyer/rules/visit';
import { createPostgresDatabase } from '../../../../tests/support/postgres.ts';
import { claimRedisDatabase } from '../../../../tests/support/redis.ts';
import { hasService } from '../../../../tests/support/services.ts';
import { type OpenBus, openBus } from '../bus/open-bus.ts';
import type { VisitStore } from '../bus/visit-store.ts';
import { newId } from '../http/new-id.ts';
import { migrate } from '../storage/migrate.ts';
import { openMemoryStorage } from '../storage/open-memory-storage.ts';
import { openStorage } from '../storage/open-storage.ts';
import type { Storage } from '../storage/storage.ts';

/** An empty, migrated database and a bus. */
export interface Stores {
  readonly storage: Storage;
  readonly shared: OpenBus;
  readonly visits: VisitStore<Visit>;
  close(): Promise<void>;
}

const logger = { info() {}, warn() {}, error() {} };

async function openSmall(): Promise<Stores> {
  const storage = await openMemoryStorage();
  await migrate(storage);
  const shared = await openBus({ redisUrl: null, nodeId: newId(), logger });
  return {
    storage,
    shared,
    visits: shared.createVisitStore<Visit>(),
    async close() {
      await shared.close();
      await storage.close();
    },
  };
}

async function openLarge(): Promise<Stores> {
  const database = await createPostgresDatabase();
  const redis = await claimRedisDatabase();
  const onFatal = (error: Error) => {
    throw error;
  };
  const storage = await openStorage({ databaseUrl: database.url, dataFolder: '', onFatal });
  await migrate(storage);
  const shared = await openBus({ redisUrl: redis.url, nodeId: newId(), logger, prefix: `test-${newId()}:` });
  return {
    storage,
    shared,
    visits: shared.createVisitStore<Visit>(),
    async close() {
      await shared.close();
      await storage.close();
      await redis.release();
      await database.drop();
    },
  };
}

/** For `describe.each`: the name of what is under the test, and how to open it. */
export const stores: readonly (readonly [name: string, open: () => Promise<Stores>])[] = [
  ['SQLite and memory', openSmall],
  ...(hasService('postgres') && hasService('redis') ? ([['PostgreSQL and Redis', openLarge]] as const) : []),
];
