import { sql } from 'kysely';
import { v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { createPostgresDatabase } from '../../../../tests/support/postgres.ts';
import { hasService } from '../../../../tests/support/services.ts';
import { migrate } from './migrate.ts';
import { openStorage } from './open-storage.ts';
import { makePartitions, smallestIdAt } from './partitions.ts';

test('ids made at an instant sort after its smallest one and before that of the next millisecond', () => {
  const at = Date.UTC(2026, 10, 22, 12);
  const id = v7({ msecs: at });
  expect(id > smallestIdAt(at)).toBe(true);
  expect(id < smallestIdAt(at + 1)).toBe(true);
});

describe.skipIf(!hasService('postgres'))('on PostgreSQL', () => {
  test('a row goes to the partition of its month; making partitions again changes nothing', async () => {
    const database = await createPostgresDatabase();
    const storage = await openStorage({
      databaseUrl: database.url,
      dataFolder: '/nonexistent',
      onFatal: (error) => {
        throw error;
      },
    });
    try {
      await migrate(storage);
      const now = Date.UTC(2026, 11, 31, 23, 59);
      await Promise.all([makePartitions(storage, now), makePartitions(storage, now)]);
      await makePartitions(storage, now);
      for (const at of [now, Date.UTC(2027, 0, 1)])
        await storage.db
          .insertInto('page_view')
          .values({
            site_id: 's',
            id: v7({ msecs: at }),
            visit_id: 'v',
            visitor_id: 'x',
            at,
            url: 'u',
            title: 't',
            visible_ms: 0,
          })
          .execute();
      const { rows } = await sql<{
        name: string;
      }>`select tableoid::regclass::text as name from page_view order by at`.execute(storage.db);
      expect(rows.map((row) => row.name)).toEqual(['page_view_2026_12', 'page_view_2027_01']);
    } finally {
      await storage.close();
      await database.drop();
    }
  });
});
