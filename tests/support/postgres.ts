/** Fresh PostgreSQL databases, one for each test that asks. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { getService } from './services.ts';

/** An empty database: its URL (for `DATABASE_URL`), and `drop`, which also cuts whoever is still connected. */
export type PostgresDatabase = { url: string; drop: () => Promise<void> };

/** Creates an empty database on the tests' PostgreSQL. Guard the test with `hasService('postgres')`. */
export async function createPostgresDatabase(): Promise<PostgresDatabase> {
  const name = `foyer_test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(`create database ${name}`);
  const url = new URL(getService('postgres'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnServer(`drop database if exists ${name} with (force)`) };
}

async function runOnServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: getService('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
