import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** A value kept for the whole installation, or null. */
export async function readInstallation(db: Kysely<Database>, name: string): Promise<string | null> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** Keeps a value unless there is one already; false: somebody was first. */
export async function insertInstallation(db: Kysely<Database>, name: string, value: string): Promise<boolean> {
  const row = await db
    .insertInto('installation')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** Replaces a value that is still this one; false: it is another. */
export async function updateInstallation(
  db: Kysely<Database>,
  name: string,
  before: string,
  value: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('installation')
    .set({ value })
    .where('name', '=', name)
    .where('value', '=', before)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}
