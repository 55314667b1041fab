import { constants, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ConfigError } from './config.ts';
import { migrations } from './storage/migrations/index.ts';

/** Told where an item of the outbox says why it has not been sent. */
const heldAnswer =
  'Held: the database was restored from a backup, and this may have been sent after the backup was made. Send it again if it was not.';

interface Restored {
  /** Where the database that was there before has gone; null: there was none. */
  readonly before: string | null;
  /** Items of the outbox that wait for an administrator. */
  readonly held: number;
}

/**
 * Puts a backup in the place of the SQLite database, which is kept beside it. Sessions end, and what was waiting in the
 * outbox is held. Throws ConfigError when the backup cannot be used, or a server is running; nothing is changed then.
 */
export async function restore(backupFile: string, dataFolder: string, now: number): Promise<Restored> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, 'foyer.db');
  const fresh = `${file}.restoring`;
  try {
    await copyFile(backupFile, fresh, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw new ConfigError(`restore: ${backupFile} cannot be read: ${(error as Error).message}`);
  }
  try {
    const held = prepare(fresh, backupFile);
    await syncToDisk(fresh);
    const before = await setAside(file, now);
    await rename(fresh, file);
    await syncToDisk(dataFolder);
    return { before, held };
  } finally {
    for (const ending of ['', '-wal', '-shm']) await rm(`${fresh}${ending}`, { force: true });
  }
}

/** Proves that a copy of the backup is whole and ours, and takes out of it what must not live on. Answers the items held. */
function prepare(copy: string, backupFile: string): number {
  const refuse = (why: string) => new ConfigError(`restore: ${backupFile} ${why}`);
  let database: Database.Database;
  try {
    database = new Database(copy);
    if (database.pragma('integrity_check', { simple: true }) !== 'ok') throw refuse('is damaged');
  } catch (error) {
    throw error instanceof ConfigError ? error : refuse(`is no SQLite database: ${(error as Error).message}`);
  }
  try {
    const executed = readMigrations(database);
    if (executed.length === 0) throw refuse('is no database of Foyer');
    const known = migrations('sqlite');
    const unknown = executed.find((name) => !(name in known));
    if (unknown !== undefined)
      throw refuse(
        `was made by a newer version of Foyer: it has the migration "${unknown}", which this one does not know`,
      );
    database.pragma('journal_mode = delete'); // one file, without a log beside it
    database.prepare('delete from session').run();
    database.prepare('delete from one_time_sign_in').run();
    if (!executed.includes('0002-rules-and-effects')) return 0;
    const hold =
      "update outbox set state = 'dead', last_answer = ?, lease_until = null where state in ('waiting', 'sending')";
    return database.prepare(hold).run(heldAnswer).changes;
  } finally {
    database.close();
  }
}

function readMigrations(database: Database.Database): string[] {
  const table = "select 1 from sqlite_master where name = 'kysely_migration'";
  if (database.prepare(table).get() === undefined) return [];
  return database.prepare<[], string>('select name from kysely_migration order by name').pluck().all();
}

/** Moves the present database out of the way, with its log folded in. Throws when somebody has it open. */
async function setAside(file: string, now: number): Promise<string | null> {
  let database: Database.Database;
  try {
    database = new Database(file, { fileMustExist: true, timeout: 200 });
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_CANTOPEN') return null;
    throw error;
  }
  try {
    database.pragma('journal_mode = delete'); // only possible while nobody else has it open
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new ConfigError('restore: Foyer is running on this data folder; stop it first');
  } finally {
    database.close();
  }
  const aside = file.replace(/\.db$/, `-before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}.db`);
  await rename(file, aside);
  return aside;
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
