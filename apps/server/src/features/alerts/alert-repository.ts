import { type Alert, type AlertInput, alertInputSchema, alertSchema } from '@foyer/protocol/alert';
import type { Kysely, Selectable } from 'kysely';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Rows are outside data too: one left by an older version gets its defaults, or fails here by name. */
function toAlert(row: Selectable<Database['alert']>): Alert {
  const fields = alertInputSchema.parse(JSON.parse(row.body));
  return alertSchema.parse({ ...fields, id: row.id, version: row.version, builtIn: row.built_in === 1 });
}

/** A site's alerts in their order; the built-in one last. */
export async function selectAlerts(db: Kysely<Database>, siteId: string): Promise<Alert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('built_in')
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toAlert);
}

export async function findAlert(db: Kysely<Database>, siteId: string, id: string): Promise<Alert | null> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toAlert(row) : null;
}

/** Adds an alert after all others (the built-in one stays last in any case). */
export async function insertAlert(
  db: Kysely<Database>,
  siteId: string,
  input: AlertInput,
  builtIn = false,
): Promise<Alert> {
  const last = await db
    .selectFrom('alert')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const row = {
    site_id: siteId,
    id: newId(),
    position: Number(last?.position ?? 0) + 1,
    version: 1,
    body: JSON.stringify(input),
    built_in: builtIn ? 1 : 0,
  };
  await db.insertInto('alert').values(row).execute();
  return toAlert(row);
}

/** Changes an alert that still has this version; null when it has another, or is gone. */
export async function updateAlert(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  version: number,
  input: AlertInput,
): Promise<Alert | null> {
  const row = await db
    .updateTable('alert')
    .set((eb) => ({ body: JSON.stringify(input), version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row ? toAlert(row) : null;
}

/** Deletes an alert that still has this version; false when it has another, or is gone. */
export async function deleteAlert(db: Kysely<Database>, siteId: string, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('alert')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('built_in', '=', 0)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

/** Puts a site's alerts in the order of these ids. */
export async function updateAlertOrder(db: Kysely<Database>, siteId: string, ids: readonly string[]): Promise<void> {
  for (const [index, id] of ids.entries())
    await db
      .updateTable('alert')
      .set({ position: index + 1 })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
}
