import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRetryable } from './is-retryable.ts';
import { isUniqueViolation } from './is-unique-violation.ts';
import { openMemoryStorage } from './open-memory-storage.ts';
import { openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';

interface ContractDatabase {
  contract_counter: { name: string; n: number };
  contract_note: { id: string; body: string | null; at: number };
}

const databaseUrl = process.env.FOYER_TEST_POSTGRES_URL;
const stores: { name: string; open: () => Promise<Storage>; isThere: boolean }[] = [
  { name: 'SQLite on disk', open: openOnDisk, isThere: true },
  { name: 'SQLite in memory', open: openMemoryStorage, isThere: true },
  { name: 'PostgreSQL', open: openOnPostgres, isThere: databaseUrl !== undefined },
];
const folders: string[] = [];

async function openOnDisk(): Promise<Storage> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'foyer-storage-'));
  folders.push(dataFolder);
  return await openStorage({ databaseUrl: null, dataFolder, onFatal });
}

async function openOnPostgres(): Promise<Storage> {
  return await openStorage({ databaseUrl: databaseUrl ?? null, dataFolder: tmpdir(), onFatal });
}

function onFatal(error: Error): never {
  throw error;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe.each(stores.filter((store) => store.isThere))('storage contract: $name', ({ open }) => {
  let storage: Storage;
  let db: Kysely<ContractDatabase>;

  beforeAll(async () => {
    storage = await open();
    db = storage.db as unknown as Kysely<ContractDatabase>;
    await sql`drop table if exists contract_counter`.execute(db);
    await sql`drop table if exists contract_note`.execute(db);
    const integer = storage.dialect === 'sqlite' ? sql`integer` : sql`bigint`;
    await sql`create table contract_counter (name text primary key, n ${integer} not null)`.execute(db);
    await sql`create table contract_note (id text primary key, body text, at ${integer} not null)`.execute(db);
  });

  beforeEach(async () => {
    await db.deleteFrom('contract_note').execute();
    await db.deleteFrom('contract_counter').execute();
    await db.insertInto('contract_counter').values({ name: 'visits', n: 0 }).execute();
  });

  afterAll(async () => {
    await sql`drop table contract_counter`.execute(db);
    await sql`drop table contract_note`.execute(db);
    await storage.close();
  });

  const write = (on: Kysely<ContractDatabase>, id: string, body: string | null = null, at = 1) =>
    on.insertInto('contract_note').values({ id, body, at }).execute();
  const listIds = async () =>
    (await db.selectFrom('contract_note').select('id').orderBy('id').execute()).map((row) => row.id);
  const countUp = (on: Kysely<ContractDatabase>) =>
    on
      .updateTable('contract_counter')
      .set((eb) => ({ n: eb('n', '+', 1) }))
      .where('name', '=', 'visits')
      .returning('n')
      .executeTakeFirstOrThrow();

  test('what a transaction wrote is seen by the next reader, once it has committed', async () => {
    await db.transaction().execute(async (trx) => {
      await write(trx, 'a');
      await write(trx, 'b');
    });
    expect(await listIds()).toEqual(['a', 'b']);
  });

  test('a transaction sees its own writes', async () => {
    const seen = await db.transaction().execute(async (trx) => {
      await write(trx, 'a', 'mine');
      return await trx.selectFrom('contract_note').select('body').executeTakeFirst();
    });
    expect(seen).toEqual({ body: 'mine' });
  });

  test('an error thrown inside undoes the whole transaction and reaches the caller as it is', async () => {
    const wrong = new Error('changed my mind');
    const run = db.transaction().execute(async (trx) => {
      await write(trx, 'a');
      throw wrong;
    });
    await expect(run).rejects.toBe(wrong);
    expect(await listIds()).toEqual([]);
  });

  test('R-020 of 200 transactions at once each gets a number of its own, without gaps', async () => {
    const take = () =>
      db.transaction().execute(async (trx) => {
        const { n } = await countUp(trx);
        await write(trx, `note-${n}`, null, n);
        return n;
      });
    const numbers = await Promise.all(Array.from({ length: 200 }, take));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    expect(await listIds()).toHaveLength(200);
  });

  test('single statements at once count the same way', async () => {
    const numbers = await Promise.all(Array.from({ length: 200 }, async () => (await countUp(db)).n));
    expect(new Set(numbers).size).toBe(200);
    expect(Math.max(...numbers)).toBe(200);
  });

  test('one that fails among many leaves the others alone', async () => {
    const isOdd = (index: number) => index % 2 === 1;
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        db.transaction().execute(async (trx) => {
          await countUp(trx);
          await write(trx, `note-${index}`);
          if (index % 4 === 1) throw new Error('no');
          if (isOdd(index)) await sql`insert into no_such_table values (1)`.execute(trx);
        }),
      ),
    );
    expect(results.map((result) => result.status === 'rejected')).toEqual(results.map((_, index) => isOdd(index)));
    expect(await listIds()).toHaveLength(20);
    expect(await db.selectFrom('contract_counter').select('n').executeTakeFirst()).toEqual({ n: 20 });
  });

  test('single statements that fail among others leave them alone', async () => {
    const results = await Promise.allSettled(['a', 'b', 'a', 'c', 'b'].map((id) => write(db, id)));
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(2);
    expect(await listIds()).toEqual(['a', 'b', 'c']);
  });

  test('after a statement failed in a transaction nothing more is accepted in it, and it is not committed', async () => {
    const run = db.transaction().execute(async (trx) => {
      await write(trx, 'a');
      await write(trx, 'a').catch(() => 'swallowed');
      await expect(write(trx, 'b')).rejects.toThrow(/aborted/);
    });
    await expect(run).rejects.toThrow();
    expect(await listIds()).toEqual([]);
  });

  test('a savepoint lets a transaction go on after a failure', async () => {
    const trx = await db.startTransaction().execute();
    await write(trx, 'a');
    const point = await trx.savepoint('before b').execute();
    await expect(write(point, 'a')).rejects.toSatisfy(isUniqueViolation);
    await point.rollbackToSavepoint('before b').execute();
    await write(trx, 'b');
    await trx.commit().execute();
    expect(await listIds()).toEqual(['a', 'b']);
  });

  test('a second row under one key is a unique violation, and not worth trying again', async () => {
    await write(db, 'a');
    const error = await write(db, 'a').catch((reason: unknown) => reason);
    expect([isUniqueViolation(error), isRetryable(error)]).toEqual([true, false]);
  });

  test('another violation is not a unique one', async () => {
    const error = await sql`insert into contract_note (id, at) values ('a', null)`
      .execute(db)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(isUniqueViolation(error)).toBe(false);
  });

  test.each([0, -1, 1_760_000_000_123, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    'the number %d comes back as a number',
    async (at) => {
      await write(db, 'a', null, at);
      expect(await db.selectFrom('contract_note').select('at').executeTakeFirst()).toEqual({ at });
    },
  );

  test('counts and sums are numbers', async () => {
    await write(db, 'a', null, 4_000_000_000);
    await write(db, 'b', null, 5_000_000_000);
    const { rows } = await sql`select count(*) as count, sum(at) as sum from contract_note`.execute(db);
    expect(rows).toEqual([{ count: 2, sum: 9_000_000_000 }]);
  });

  test('whole numbers divide as whole numbers, also when they are parameters', async () => {
    await write(db, 'a', null, 7);
    const { rows } = await sql`select at / ${2} as half from contract_note`.execute(db);
    expect(rows).toEqual([{ half: 3 }]);
  });

  test.each(['', 'Grüße 你好 🙋🏽‍♀️ \u202eשלום', 'it\'s; drop table "x" -- \\ %_', '\ufeff\u2028\t\r\n'])(
    'the text %j comes back as it was',
    async (body) => {
      await write(db, 'a', body);
      expect(await db.selectFrom('contract_note').select('body').where('body', '=', body).executeTakeFirst()).toEqual({
        body,
      });
    },
  );

  test('text with NUL is refused', async () => {
    await expect(write(db, 'a', 'before\0after')).rejects.toThrow();
    expect(await listIds()).toEqual([]);
  });

  test('a transaction may wait for other things between its statements while others write', async () => {
    const slow = db.transaction().execute(async (trx) => {
      for (let index = 0; index < 20; index += 1) {
        await write(trx, `slow-${index}`);
        await new Promise((resolve) => setImmediate(resolve));
        await trx.selectFrom('contract_note').selectAll().execute();
      }
    });
    await Promise.all([slow, ...Array.from({ length: 20 }, (_, index) => write(db, `other-${index}`))]);
    expect(await listIds()).toHaveLength(40);
  });

  test('statements of one transaction may be sent together', async () => {
    await db.transaction().execute(async (trx) => {
      await Promise.all(Array.from({ length: 10 }, (_, index) => write(trx, `note-${index}`)));
    });
    expect(await listIds()).toHaveLength(10);
  });

  test('a change of tables is undone with its transaction', async () => {
    const run = db.transaction().execute(async (trx) => {
      await sql`create table contract_gone (id text)`.execute(trx);
      throw new Error('stop');
    });
    await expect(run).rejects.toThrow('stop');
    await expect(sql`select * from contract_gone`.execute(db)).rejects.toThrow();
  });

  test('a column that is added is seen at once, also by statements used before', async () => {
    const read = () => sql`select * from contract_grows`.execute(storage.db);
    await sql`create table contract_grows (id text)`.execute(db);
    await sql`insert into contract_grows values ('a')`.execute(db);
    expect((await read()).rows).toEqual([{ id: 'a' }]);
    await sql`alter table contract_grows add column extra text`.execute(db);
    expect((await read()).rows).toEqual([{ id: 'a', extra: null }]);
    await sql`drop table contract_grows`.execute(db);
  });

  test('reports are read elsewhere and see what is committed', async () => {
    await write(db, 'a');
    const reports = storage.reports as unknown as Kysely<ContractDatabase>;
    expect(await reports.selectFrom('contract_note').select('id').execute()).toEqual([{ id: 'a' }]);
  });

  test('writes tell how many rows they changed', async () => {
    await write(db, 'a');
    await write(db, 'b');
    const { numDeletedRows } = await db.deleteFrom('contract_note').executeTakeFirstOrThrow();
    expect(numDeletedRows).toBe(2n);
  });
});
