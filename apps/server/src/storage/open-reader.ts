import { Kysely, SqliteDialect } from 'kysely';
import { silentLogger } from './logger.ts';
import { openPostgres } from './postgres.ts';
import { openConnection } from './sqlite-connection.ts';
import type { ReadSource } from './storage.ts';
import type { Database } from './tables.ts';

/** Opens the database to read it in a thread that does nothing else: with SQLite, the thread waits for each statement. */
export async function openReader(
  source: ReadSource,
): Promise<{ readonly db: Kysely<Database>; close(): Promise<void> }> {
  if ('sqliteFile' in source) {
    const database = openConnection({ file: source.sqliteFile, role: 'reader' });
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) });
    return { db, close: () => db.destroy() };
  }
  const storage = await openPostgres({ databaseUrl: source.databaseUrl, poolSize: 1, logger: silentLogger });
  return { db: storage.reports, close: () => storage.close() };
}
