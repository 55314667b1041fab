import { type Alert, type AlertInput, alertSchema } from '@foyer/protocol/alert';
import { maxRulesPerSite } from '@foyer/protocol/document';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { makeRoomBehind, writeOrder } from '../../storage/document-order.ts';
import type { Database } from '../../storage/tables.ts';
import { updateDocument } from '../../storage/versioned-documents.ts';
import { copyOfDocument } from '../sites/copy-of-document.ts';

/** Rows are outside data too: one left by an older version gets its defaults, or fails here by name. */
function toAlert(row: Selectable<Database['alert']>): Alert {
  return alertSchema.parse({
    ...JSON.parse(row.body),
    id: row.id,
    version: row.version,
    builtIn: row.built_in === 1,
  });
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

/** Ids of a site's alerts, and whether each is the built-in one. */
export async function selectAlertIds(
  db: Kysely<Database>,
  siteId: string,
): Promise<{ id: string; builtIn: boolean }[]> {
  const rows = await db.selectFrom('alert').select(['id', 'built_in']).where('site_id', '=', siteId).execute();
  return rows.map((row) => ({ id: row.id, builtIn: row.built_in === 1 }));
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

/** Adds an alert after all others (the built-in one stays last in any case). Throws `conflict` when there is no room. */
export async function insertAlert(
  db: Kysely<Database>,
  siteId: string,
  input: AlertInput,
  builtIn = false,
): Promise<Alert> {
  const position = (await lastPosition(db, siteId)) + 1;
  const row = {
    site_id: siteId,
    id: newId(),
    position,
    version: 1,
    body: JSON.stringify(input),
    built_in: builtIn ? 1 : 0,
  };
  await db.insertInto('alert').values(row).execute();
  return toAlert(row);
}

/** The last position taken, 0 when there is none. Throws `conflict` when the site has as many alerts as it can have. */
async function lastPosition(db: Kysely<Database>, siteId: string): Promise<number> {
  const last = await db
    .selectFrom('alert')
    .select((eb) => [eb.fn.max('position').as('position'), eb.fn.countAll().as('count')])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (Number(last?.count ?? 0) >= maxRulesPerSite)
    throw new AppError('conflict', `A site can have at most ${maxRulesPerSite.toLocaleString('en')} alerts`);
  return Number(last?.position ?? 0);
}

/** Puts a disabled copy right behind an alert, one of the built-in one behind all others; null: no such alert. Within a transaction. */
export async function copyAlert(trx: Kysely<Database>, siteId: string, id: string): Promise<Alert | null> {
  const rows = await trx.selectFrom('alert').selectAll().where('site_id', '=', siteId).execute();
  const original = rows.find((row) => row.id === id);
  if (!original) return null;
  const behindAll = (await lastPosition(trx, siteId)) + 1;
  const row = {
    ...original,
    id: newId(),
    position: original.built_in === 1 ? behindAll : await makeRoomBehind(trx, 'alert', siteId, original),
    version: 1,
    body: copyOfDocument(
      original.body,
      rows.map(({ body }) => body),
    ),
    built_in: 0,
  };
  await trx.insertInto('alert').values(row).execute();
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
  const row = await updateDocument(db, 'alert', { siteId, id, version }, input);
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

/** Puts a site's alerts in the order of these ids. Within a transaction. */
export async function updateAlertOrder(trx: Kysely<Database>, siteId: string, ids: readonly string[]): Promise<void> {
  await writeOrder(trx, 'alert', siteId, ids);
}
