import { join } from 'node:path';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { migrations as ourMigrations } from './migrations/index.ts';
import type { Storage } from './storage.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

/**
 * Brings the tables up to date, all or nothing; several nodes may do so at once. SQLite is copied first, to
 * `foyer-before-<first pending migration>.db` in the data folder. Returns the names of the migrations that were run here.
 * Throws StorageError: `schema_newer`, `migration_failed`. `migrations` is for tests.
 */
export async function migrate(
  storage: Storage,
  migrations: Record<string, Migration> = ourMigrations(storage.dialect),
): Promise<string[]> {
  return await storage.withoutTimeLimits(async (db) => {
    const executed = await listExecuted(db);
    const unknown = executed.find((name) => !(name in migrations));
    if (unknown !== undefined) throw newerSchema(unknown);
    const pending = Object.keys(migrations)
      .sort()
      .find((name) => !executed.includes(name));
    if (pending === undefined) return [];
    if (executed.length > 0 && storage.backupFile && storage.dataFolder !== null)
      await storage.backupFile(join(storage.dataFolder, `foyer-before-${pending}.db`));
    return await runPending(db, migrations);
  });
}

async function runPending(db: Kysely<Database>, migrations: Record<string, Migration>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return results.map((result) => result.migrationName);
  const failed = results.find((result) => result.status === 'Error');
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The database could not be brought up to date${failed ? ` (migration "${failed.migrationName}")` : ''}: ${reason}. It was left as it was.`;
  throw new StorageError('migration_failed', message, { cause: error });
}

/** Names of the migrations this database has seen; none for a new one. */
async function listExecuted(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

function newerSchema(migration: string): StorageError {
  const message =
    `This database was last used by a newer version of Foyer: it has the migration "${migration}", which this version does not know. ` +
    'Start the newer version, or restore the copy that was made before the update.';
  return new StorageError('schema_newer', message);
}
