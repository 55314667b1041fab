import {
  type ConfigurationImport,
  configurationImportSchema,
  keptImports,
  plannedSiteSchema,
} from '@foyer/protocol/configuration';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Database } from '../../storage/tables.ts';

type ImportRow = Selectable<Database['configuration_import']>;

/** Keeps what was applied, and forgets what is older than the newest ones. Within a transaction. */
export async function insertImport(
  trx: Kysely<Database>,
  rows: readonly Insertable<Database['configuration_import']>[],
): Promise<void> {
  for (const row of rows) await trx.insertInto('configuration_import').values(row).execute();
  const oldest = (await selectIds(trx)).at(-1);
  if (oldest !== undefined) await trx.deleteFrom('configuration_import').where('id', '<', oldest).execute();
}

/** What was applied, newest first. */
export async function selectImports(db: Kysely<Database>): Promise<ConfigurationImport[]> {
  const ids = await selectIds(db);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('configuration_import')
    .select(['id', 'site_id', 'at', 'operator_name', 'cause', 'site_name', 'planned'])
    .where('id', 'in', ids)
    .orderBy('id', 'desc')
    .execute();
  return ids.flatMap((id) => {
    const own = rows.filter((row) => row.id === id);
    const [first] = own;
    if (!first) return [];
    const sites = own.map(({ site_id, site_name, planned }) => ({
      id: site_id,
      name: site_name,
      changes: countChanges(planned),
    }));
    const { at, operator_name: by, cause } = first;
    return [configurationImportSchema.parse({ id, at, by, cause, sites })];
  });
}

/** The rows of one import; none: there is none. */
export function findImport(db: Kysely<Database>, id: string): Promise<ImportRow[]> {
  return db.selectFrom('configuration_import').selectAll().where('id', '=', id).orderBy('site_name').execute();
}

/** What was applied since, on whichever node or by the command line, but for imports known already: which sections of which site. */
export async function selectChangedSince(
  db: Kysely<Database>,
  at: number,
  known: readonly string[],
): Promise<{ id: string; siteId: string; sections: string[] }[]> {
  let query = db
    .selectFrom('configuration_import')
    .select(['id', 'site_id', 'planned'])
    .where('id', '>=', firstIdAt(at));
  if (known.length > 0) query = query.where('id', 'not in', known);
  const rows = await query.execute();
  return rows.map(({ id, site_id, planned }) => ({
    id,
    siteId: site_id,
    sections: plannedSiteSchema.parse(JSON.parse(planned)).sections.map(({ section }) => section),
  }));
}

/** The least UUIDv7 of an instant. */
export function firstIdAt(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

async function selectIds(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('configuration_import')
    .select('id')
    .distinct()
    .orderBy('id', 'desc')
    .limit(keptImports)
    .execute();
  return rows.map(({ id }) => id);
}

function countChanges(planned: string): number {
  const { sections } = plannedSiteSchema.parse(JSON.parse(planned));
  return sections.reduce((sum, { changes }) => sum + changes.length, 0);
}
