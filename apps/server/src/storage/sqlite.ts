import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { ThreadedSqliteDialect } from './sqlite-dialect.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import { SqliteThread, type StartWorker } from './sqlite-thread.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { Storage } from './storage.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

const transactionIdleMs = 10_000;
const idleCheckMs = 1_000;
const emptyLogTries = 20;
const emptyLogPauseMs = 25;
/** Checking reads the whole file; above this size it would hold up the start too long, and damage is found as it is met. */
const checkedBytes = 1024 ** 3;

/** Where SQLite is to be kept, and whom to tell when it can no longer be. */
export interface SqliteOptions {
  /** The folder of `foyer.db`; null keeps all in memory, with one thread for reads and writes: for tests. */
  dataFolder: string | null;
  onFatal: (error: Error) => void;
  /** For tests. */
  startWorker?: StartWorker;
  /** Monotonic, in milliseconds; for tests. */
  now?: () => number;
}

/**
 * Opens SQLite in threads of its own. Throws StorageError: `data_folder_not_writable`, `database_corrupt`,
 * `database_open_failed`.
 */
export async function openSqlite({ dataFolder, onFatal, startWorker, now }: SqliteOptions): Promise<Storage> {
  if (dataFolder !== null) await prepareFolder(dataFolder);
  const file = dataFolder === null ? ':memory:' : join(dataFolder, 'foyer.db');
  const startThread = (role: 'writer' | 'reader', onDeath: (error: SqliteFailure) => void = () => {}) =>
    new SqliteThread({ file, role }, { onDeath, onFatal }, startWorker);

  const writerThread = startThread('writer', (error) => writer.abandonGroup(error));
  const writer = new SqliteWriter(writerThread, now);
  await proveSound(writerThread, file);
  // The reader comes second: it cannot create the file, nor read a log that is not there yet.
  const reader = dataFolder === null ? null : startThread('reader');
  const idleCheck = setInterval(() => writer.expireIdle(transactionIdleMs), idleCheckMs).unref();

  async function closeThreads(): Promise<void> {
    clearInterval(idleCheck);
    await reader?.close();
    await writerThread.close(); // last, so that it folds the log back into the file
  }

  const db = new Kysely<Database>({ dialect: new ThreadedSqliteDialect({ writer, reader, close: closeThreads }) });
  const reports = reader === null ? db : lazyReports(() => startThread('reader'));

  return {
    db,
    reports,
    dialect: 'sqlite',
    readSource: dataFolder === null ? null : { sqliteFile: file },
    withoutTimeLimits: (work) => work(db),
    backupFile: dataFolder === null ? null : (path) => copyDatabase(startThread('reader'), path),
    dataFolder,
    walBytes: dataFolder === null ? null : () => sizeOf(`${file}-wal`),
    forgetDeleted: () => emptyLog(writerThread),
    async close() {
      if (reports !== db) await reports.destroy();
      await db.destroy();
      await closeThreads(); // Kysely closes only what has been used
    },
  };
}

function lazyReports(start: () => SqliteThread): Kysely<Database> {
  let thread: SqliteThread | null = null;
  const reader = {
    send: (request: Parameters<SqliteThread['send']>[0]) => {
      thread ??= start();
      return thread.send(request);
    },
  };
  return new Kysely<Database>({
    dialect: new ThreadedSqliteDialect({ writer: null, reader, close: async () => thread?.close() }),
  });
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError('data_folder_not_writable', `Foyer cannot write to its data folder ${folder}: ${reason}`, {
      cause: error,
    });
  }
}

/** Refuses a damaged file before anything is served from it. */
async function proveSound(thread: SqliteThread, file: string): Promise<void> {
  const size = file === ':memory:' ? 0 : await sizeOf(file);
  const check = size <= checkedBytes ? 'PRAGMA quick_check(1)' : 'PRAGMA schema_version';
  try {
    const { rows } = await thread.send({ kind: 'read', statement: { sql: check, parameters: [] } });
    const verdict = rows[0]?.quick_check;
    if (typeof verdict === 'string' && verdict !== 'ok') throw corrupt(file, verdict);
  } catch (error) {
    await thread.close();
    if (!(error instanceof SqliteFailure)) throw error;
    if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT'))
      throw corrupt(file, error.message, error);
    if (
      error.code.startsWith('SQLITE_READONLY') ||
      error.code.startsWith('SQLITE_CANTOPEN') ||
      error.code.startsWith('SQLITE_PERM')
    )
      throw new StorageError('data_folder_not_writable', `Foyer cannot write to ${file}: ${error.message}`, {
        cause: error,
      });
    throw new StorageError('database_open_failed', `The database ${file} cannot be opened: ${error.message}`, {
      cause: error,
    });
  }
}

function corrupt(file: string, reason: string, cause?: Error): StorageError {
  const message = `The database ${file} is damaged (${reason}). Foyer will not start on it: move it away and restore the latest backup.`;
  return new StorageError('database_corrupt', message, { cause });
}

/** Copies by a thread of its own. The copy appears under its name only when it is whole and on the disk. */
async function copyDatabase(thread: SqliteThread, path: string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await rm(partial, { force: true });
    await thread.send({ kind: 'read', statement: { sql: 'VACUUM INTO ?', parameters: [partial] } });
    await syncToDisk(partial);
    await rename(partial, path);
    await syncToDisk(dirname(path));
  } finally {
    await thread.close();
  }
}

async function syncToDisk(path: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there, nor a file synced that is open for reading
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Folds the log back into the file and empties it. False: a reader or a transaction was in the way each time. */
async function emptyLog(thread: SqliteThread): Promise<boolean> {
  for (let tries = 0; tries < emptyLogTries; tries += 1) {
    try {
      const checkpoint = { sql: 'PRAGMA wal_checkpoint(TRUNCATE)', parameters: [] };
      const { rows } = await thread.send({ kind: 'read', statement: checkpoint });
      if (Number(rows[0]?.busy) === 0) return true;
    } catch (error) {
      if (!(error instanceof SqliteFailure && /^SQLITE_(LOCKED|BUSY)/.test(error.code))) throw error;
    }
    await sleep(emptyLogPauseMs);
  }
  return false;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
