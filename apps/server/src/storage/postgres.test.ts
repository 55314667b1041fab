import { type Migration, sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRetryable } from './is-retryable.ts';
import { migrate } from './migrate.ts';
import { openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';

const databaseUrl = process.env.FOYER_TEST_POSTGRES_URL;
const options = { dataFolder: '', onFatal: () => {} };
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('an address nobody listens on is named, without its password', async () => {
  const error = await failureOf(openStorage({ ...options, databaseUrl: 'postgres://foyer:s3cret@127.0.0.1:9/foyer' }));
  expect(error).toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('127.0.0.1:9') });
  expect(String(error)).not.toContain('s3cret');
});

test.each(['mysql://host/db', 'nonsense'])('%s is no address of a PostgreSQL', async (url) => {
  await expect(openStorage({ ...options, databaseUrl: url })).rejects.toMatchObject({ code: 'database_url_invalid' });
});

describe.runIf(databaseUrl)('PostgreSQL', () => {
  let storage: Storage;
  const open = () => openStorage({ ...options, databaseUrl: databaseUrl ?? null, poolSize: 4 });
  const dropAll = () =>
    sql`drop table if exists kysely_migration, kysely_migration_lock, migrated_note`.execute(storage.db);

  beforeEach(async () => {
    storage = await open();
  });
  afterEach(async () => {
    await storage.close();
  });
  afterAll(async () => {
    storage = await open();
    await dropAll();
    await storage.close();
  });

  test('R-025 time limits are set on each connection', async () => {
    const { rows } =
      await sql`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`.execute(
        storage.db,
      );
    expect(rows).toEqual([{ statement: '5s', lock: '2s', idle: '10s', name: 'foyer' }]);
  });

  test('a statement cancelled by its time limit is retryable', async () => {
    const run = storage.db.transaction().execute(async (trx) => {
      await sql`set local statement_timeout = 1`.execute(trx);
      await sql`select pg_sleep(5)`.execute(trx);
    });
    expect(isRetryable(await failureOf(run))).toBe(true);
  });

  test('R-023 a connection cut in a transaction is retryable, and the next request gets a new one', async () => {
    const run = storage.db.transaction().execute(async (trx) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
    });
    expect(isRetryable(await failureOf(run))).toBe(true);
    expect((await sql`select 1 as one`.execute(storage.db)).rows).toEqual([{ one: 1 }]);
  });

  test('a connection cut between two statements does not end the process', async () => {
    const run = storage.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(storage.db);
      await sql`select 1`.execute(trx);
    });
    expect(isRetryable(await failureOf(run))).toBe(true);
  });

  test('two nodes may migrate at once', async () => {
    await dropAll();
    const other = await open();
    const migrations: Record<string, Migration> = {
      '0001-notes': { up: async (db) => void (await sql`create table migrated_note (body text)`.execute(db)) },
      '0002-slow': { up: async (db) => void (await sql`select pg_sleep(0.2)`.execute(db)) },
    };
    const ran = await Promise.all([migrate(storage, migrations), migrate(other, migrations)]);
    expect(ran.flat().sort()).toEqual(['0001-notes', '0002-slow']);
    await other.close();
  });

  test('our own migrations run', async () => {
    await dropAll();
    await sql`drop schema if exists foyer_migrate_test cascade`.execute(storage.db);
    await sql`create schema foyer_migrate_test`.execute(storage.db);
    const url = new URL(databaseUrl ?? '');
    url.searchParams.set('options', '-c search_path=foyer_migrate_test');
    const apart = await openStorage({ ...options, databaseUrl: url.href });
    expect(await migrate(apart)).not.toEqual([]);
    await apart.close();
    await sql`drop schema foyer_migrate_test cascade`.execute(storage.db);
  });
});
