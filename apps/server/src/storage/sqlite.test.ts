import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Worker as ThreadWorker } from 'node:worker_threads';
import { type Migration, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRetryable } from './is-retryable.ts';
import { migrate } from './migrate.ts';
import { openStorage } from './open-storage.ts';
import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

let dataFolder: string;
let storage: Storage | null = null;
const fatal: Error[] = [];
const workers: Worker[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'foyer-sqlite-'));
  fatal.length = 0;
  workers.length = 0;
});

afterEach(async () => {
  await storage?.close();
  storage = null;
  await rm(dataFolder, { recursive: true });
});

async function start(options: { now?: () => number } = {}): Promise<Storage> {
  storage = await openSqlite({
    dataFolder,
    ...options,
    onFatal: (error) => fatal.push(error),
    startWorker: (options) => {
      const worker = new ThreadWorker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: options });
      workers.push(worker);
      return worker;
    },
  });
  return storage;
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const insert = (store: Storage, body: string) => sql`insert into note (body) values (${body})`.execute(store.db);
const bodies = async (store: Storage) =>
  (await sql<{ body: string }>`select body from note order by body`.execute(store.db)).rows.map((row) => row.body);
const makeNotes = (store: Storage) => sql`create table note (body text not null)`.execute(store.db);

describe('opening', () => {
  test('what was written is there after closing and opening again', async () => {
    const first = await start();
    await makeNotes(first);
    await insert(first, 'kept');
    await first.close();
    expect(await bodies(await start())).toEqual(['kept']);
  });

  test('commits wait for the disk, and foreign keys are checked', async () => {
    const store = await start();
    await store.db.transaction().execute(async (trx) => {
      expect((await sql`pragma synchronous`.execute(trx)).rows).toEqual([{ synchronous: 2 }]);
      expect((await sql`pragma foreign_keys`.execute(trx)).rows).toEqual([{ foreign_keys: 1 }]);
      expect((await sql`pragma journal_mode`.execute(trx)).rows).toEqual([{ journal_mode: 'wal' }]);
    });
  });

  test('a new data folder is for its owner only', async () => {
    const inner = join(dataFolder, 'new', 'folder');
    const store = await openStorage({ databaseUrl: null, dataFolder: inner, onFatal: () => {} });
    await store.close();
    if (process.platform !== 'win32') expect((await stat(inner)).mode & 0o777).toBe(0o700);
  });

  test('a data folder that cannot be one is named', async () => {
    const file = join(dataFolder, 'a-file');
    await writeFile(file, '');
    const error = await failureOf(
      openStorage({ databaseUrl: null, dataFolder: join(file, 'inner'), onFatal: () => {} }),
    );
    expect(error).toMatchObject({
      name: 'StorageError',
      code: 'data_folder_not_writable',
      message: expect.stringContaining(file),
    });
  });

  test('R-027 a file that is no database is refused', async () => {
    await writeFile(join(dataFolder, 'foyer.db'), 'x'.repeat(8192));
    await expect(start()).rejects.toMatchObject({ name: 'StorageError', code: 'database_corrupt' });
    expect(fatal).toEqual([]);
  });

  test('R-027 a database with one damaged page is refused', async () => {
    const store = await start();
    await makeNotes(store);
    for (let index = 0; index < 50; index += 1) await insert(store, `${index} ${'x'.repeat(1000)}`);
    await store.close();
    const file = await open(join(dataFolder, 'foyer.db'), 'r+');
    await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, 4096 * 4);
    await file.close();
    await expect(start()).rejects.toMatchObject({
      code: 'database_corrupt',
      message: expect.stringContaining('restore'),
    });
  });
});

describe('failures', () => {
  test('a thread that dies fails what was under way as retryable, and is replaced', async () => {
    const store = await start();
    await makeNotes(store);
    await insert(store, 'before');
    const run = store.db.transaction().execute(async (trx) => {
      await sql`insert into note (body) values ('half')`.execute(trx);
      await workers[0]?.terminate();
      await sql`insert into note (body) values ('other half')`.execute(trx);
    });
    const error = await failureOf(run);
    expect(isRetryable(error)).toBe(true);
    await insert(store, 'after');
    expect(await bodies(store)).toEqual(['after', 'before']);
    expect(fatal).toEqual([]);
  });

  test('a reader that dies is replaced too', async () => {
    const store = await start();
    await makeNotes(store);
    await bodies(store);
    await workers[1]?.terminate();
    expect(await bodies(store)).toEqual([]);
  });

  test('a thread that keeps dying is given up, and the process is told', async () => {
    const store = await start();
    await makeNotes(store);
    for (let death = 0; death < 4; death += 1)
      await workers
        .filter((_, index) => index !== 1)
        .at(-1)
        ?.terminate();
    expect(fatal).toHaveLength(1);
    expect(isRetryable(await failureOf(insert(store, 'never')))).toBe(true);
  });

  test('a full disk refuses as retryable, and writing goes on when there is room again', async () => {
    const store = await start();
    await makeNotes(store);
    const { rows } = await sql<{ page_count: number }>`select page_count from pragma_page_count`.execute(store.db);
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count)}`.execute(store.db);
    const error = await failureOf(insert(store, 'x'.repeat(100_000)));
    expect(error).toMatchObject({ code: 'SQLITE_FULL' });
    expect(isRetryable(error)).toBe(true);
    await sql`pragma max_page_count = 1000000`.execute(store.db);
    await insert(store, 'x'.repeat(100_000));
    expect(await bodies(store)).toHaveLength(1);
  });

  test('when the shared commit fails, every transaction of the group is refused as retryable', async () => {
    const store = await start({ now: () => 0 }); // so that all three share a group on a slow machine too
    await makeNotes(store);
    await sql`create table parent (id integer primary key)`.execute(store.db);
    await sql`create table child (id integer references parent (id) deferrable initially deferred)`.execute(store.db);
    const results = await Promise.allSettled([
      store.db.transaction().execute((trx) => sql`insert into note (body) values ('innocent')`.execute(trx)),
      insert(store, 'single'),
      store.db.transaction().execute((trx) => sql`insert into child values (7)`.execute(trx)),
    ]);
    expect(results.map((result) => result.status === 'rejected' && isRetryable(result.reason))).toEqual([
      true,
      true,
      true,
    ]);
    expect(await bodies(store)).toEqual([]);
    await insert(store, 'later');
    expect(await bodies(store)).toEqual(['later']);
  });

  test('values that no column can hold are refused before they are sent, and cost nobody else anything', async () => {
    const store = await start();
    await makeNotes(store);
    const wrong = [undefined, true, new Date(0), Symbol('x'), {}];
    const results = await Promise.allSettled(
      wrong.map((value) => sql`insert into note (body) values (${value})`.execute(store.db)),
    );
    expect(results.map((result) => result.status)).toEqual(wrong.map(() => 'rejected'));
    await insert(store, 'fine');
    expect(await bodies(store)).toEqual(['fine']);
  });
});

describe('migrating', () => {
  const migration = (statement: string): Migration => ({
    up: async (db) => void (await sql.raw(statement).execute(db)),
  });
  const one = { '0001-notes': migration('create table note (body text not null)') };
  const two = { ...one, '0002-more': migration('alter table note add column more text') };

  test('runs what is pending, once, and names it', async () => {
    const store = await start();
    expect(await migrate(store, one)).toEqual(['0001-notes']);
    expect(await migrate(store, one)).toEqual([]);
    expect(await migrate(store, two)).toEqual(['0002-more']);
  });

  test('copies a database that is not new first', async () => {
    const store = await start();
    await migrate(store, one);
    await insert(store, 'old');
    await migrate(store, two);
    const copies = (await readdir(dataFolder)).filter((name) => name.startsWith('foyer-before'));
    expect(copies).toEqual(['foyer-before-0002-more.db']);
    const { rows } = await sql`select count(*) as n from pragma_table_info('note')`.execute(store.db);
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('a migration that fails changes nothing', async () => {
    const store = await start();
    await migrate(store, one);
    const broken = { ...two, '0003-broken': migration('select no_such_function()') };
    await expect(migrate(store, broken)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('0003-broken'),
    });
    const { rows } = await sql`select count(*) as n from pragma_table_info('note')`.execute(store.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('a database of a newer version is refused', async () => {
    const store = await start();
    await migrate(store, two);
    await expect(migrate(store, one)).rejects.toMatchObject({
      code: 'schema_newer',
      message: expect.stringContaining('0002-more'),
    });
  });

  test('our own migrations run', async () => {
    expect(await migrate(await start())).not.toEqual([]);
  });

  test('a backup replaces an older one and holds what is committed', async () => {
    const store = await start();
    await makeNotes(store);
    const target = join(dataFolder, 'copy', 'foyer.db');
    const copy = await openStorage({ databaseUrl: null, dataFolder: join(dataFolder, 'copy'), onFatal: () => {} });
    await copy.close();
    await insert(store, 'saved');
    await store.backupFile?.(target);
    const restored = await openStorage({ databaseUrl: null, dataFolder: join(dataFolder, 'copy'), onFatal: () => {} });
    expect(await bodies(restored)).toEqual(['saved']);
    await restored.close();
  });
});
