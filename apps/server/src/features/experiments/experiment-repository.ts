import { type Experiment, type ExperimentInput, experimentSchema, maxExperiments } from '@foyer/protocol/experiment';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { deleteDocument, updateDocument } from '../../storage/versioned-documents.ts';

function toExperiment(row: Selectable<Database['experiment']>): Experiment {
  return experimentSchema.parse({ ...JSON.parse(row.body), id: row.id, version: row.version });
}

/** A site's experiments in the order they were made. */
export async function selectExperiments(db: Kysely<Database>, siteId: string): Promise<Experiment[]> {
  const rows = await db
    .selectFrom('experiment')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toExperiment);
}

export async function findExperiment(db: Kysely<Database>, siteId: string, id: string): Promise<Experiment | null> {
  const row = await db
    .selectFrom('experiment')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toExperiment(row) : null;
}

/** Adds an experiment after all others. `at`: the id and version of one that comes back. Throws `conflict` when there is no room, or it is there. */
export async function insertExperiment(
  trx: Kysely<Database>,
  siteId: string,
  input: ExperimentInput,
  { id, version } = { id: newId(), version: 1 },
): Promise<Experiment> {
  const last = await trx
    .selectFrom('experiment')
    .select((eb) => [eb.fn.max('position').as('position'), eb.fn.countAll().as('count')])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (Number(last?.count ?? 0) >= maxExperiments)
    throw new AppError('conflict', `A site can have at most ${maxExperiments} experiments`);
  const row = await trx
    .insertInto('experiment')
    .values({ site_id: siteId, id, position: Number(last?.position ?? 0) + 1, version, body: JSON.stringify(input) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('conflict', 'This experiment is there already');
  return toExperiment(row);
}

/** Changes an experiment that still has this version; null when it has another, or is gone. */
export async function updateExperiment(
  trx: Kysely<Database>,
  siteId: string,
  { id, version }: { readonly id: string; readonly version: number },
  input: ExperimentInput,
): Promise<Experiment | null> {
  const row = await updateDocument(trx, 'experiment', { siteId, id, version }, input);
  return row ? toExperiment(row) : null;
}

/** Deletes an experiment that still has this version; false when it has another, or is gone. */
export function deleteExperiment(
  trx: Kysely<Database>,
  siteId: string,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<boolean> {
  return deleteDocument(trx, 'experiment', { siteId, id, version });
}
