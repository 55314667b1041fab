import { sql } from 'kysely';
import type { Storage } from './storage.ts';

/** Tables that PostgreSQL keeps in one partition a month, by the time in their UUIDv7 ids. */
const partitioned = ['visit', 'page_view'] as const;
/** Months made ahead: what is later falls into the default partition until then. */
const monthsAhead = 2;

/** The smallest UUIDv7 of an instant (RFC 9562: its first 48 bits are the epoch milliseconds). */
export function smallestIdAt(at: number): string {
  const hex = at.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Makes this month's partitions and the next ones', unless they are there; nothing on SQLite. Safe on several nodes at once. */
export async function makePartitions(storage: Storage, now: number): Promise<void> {
  if (storage.dialect !== 'postgres') return;
  const { db } = storage;
  const today = new Date(now);
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead);
    const to = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead + 1);
    const suffix = new Date(from).toISOString().slice(0, 7).replace('-', '_');
    for (const table of partitioned) {
      const name = `${table}_${suffix}`;
      const known = await sql`select 1 from pg_class where relname = ${name}`.execute(db);
      if (known.rows.length > 0) continue;
      await sql`create table if not exists ${sql.ref(name)} partition of ${sql.ref(table)} for values from (${sql.lit(smallestIdAt(from))}) to (${sql.lit(smallestIdAt(to))})`
        .execute(db)
        .catch(async (error) => {
          // Another node may have made it in this very moment.
          const made = await sql`select 1 from pg_class where relname = ${name}`.execute(db);
          if (made.rows.length === 0) throw error;
        });
    }
  }
}
