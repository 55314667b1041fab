import { type StorageLogger, silentLogger } from './logger.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

/** What storage needs to open. */
export interface StorageOptions {
  /** `postgres://…`; null for SQLite. */
  databaseUrl: string | null;
  /** Where `foyer.db` lives. Made, for its owner only, if it is not there. */
  dataFolder: string;
  /** The database can no longer be trusted or reached by its thread: the process should end. */
  onFatal: (error: Error) => void;
  logger?: StorageLogger;
  /** Connections of this node to PostgreSQL. */
  poolSize?: number;
}

/** Opens the database and proves that it answers. Throws StorageError. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { databaseUrl, dataFolder, onFatal, logger = silentLogger, poolSize = 10 } = options;
  return databaseUrl === null
    ? await openSqlite({ dataFolder, onFatal })
    : await openPostgres({ databaseUrl, poolSize, logger });
}
