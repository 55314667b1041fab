import { type ExperimentRun, experimentRunSchema } from '@foyer/protocol/experiment';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Runs that are listed of a site, the newest. */
const listedRuns = 1000;

/** What a run keeps of its invites: names, should they go, and the versions with which it began. */
const invitesSchema = z.record(z.string(), z.object({ name: z.string(), version: z.number() }));

/** A run with the invites that it began with, by id. */
export interface StoredRun extends ExperimentRun {
  readonly invites: z.infer<typeof invitesSchema>;
  /** Names of those that had been changed when it stopped; null: it runs. */
  readonly changed: readonly string[] | null;
}

/** What makes a run one and the same: anything else begins the next. */
export type RunPlan = Pick<ExperimentRun, 'inviteId' | 'holdOutPercent' | 'variants' | 'goal' | 'goalWithinDays'>;

function toRun(row: Selectable<Database['experiment_run']>): StoredRun {
  const { invites, changed = null, ...plan } = JSON.parse(row.body) as Record<string, unknown>;
  const run = experimentRunSchema.parse({
    ...plan,
    id: row.id,
    experimentId: row.experiment_id,
    number: row.number,
    inviteId: row.invite_id,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
  });
  return { ...run, invites: invitesSchema.parse(invites), changed: z.array(z.string()).nullable().parse(changed) };
}

/** A site's runs, newest first. */
export async function selectRuns(db: Kysely<Database>, siteId: string): Promise<StoredRun[]> {
  const rows = await db
    .selectFrom('experiment_run')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('id', 'desc')
    .limit(listedRuns)
    .execute();
  return rows.map(toRun);
}

/** The runs that are going on. */
export async function selectOpenRuns(db: Kysely<Database>, siteId: string): Promise<StoredRun[]> {
  const rows = await db
    .selectFrom('experiment_run')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('stopped_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(toRun);
}

/** A run of an experiment, the newest when none is named; null: there is none. */
export async function findRun(
  db: Kysely<Database>,
  siteId: string,
  experimentId: string,
  runId: string | undefined,
): Promise<StoredRun | null> {
  let query = db
    .selectFrom('experiment_run')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('experiment_id', '=', experimentId);
  if (runId !== undefined) query = query.where('id', '=', runId);
  const row = await query.orderBy('number', 'desc').limit(1).executeTakeFirst();
  return row ? toRun(row) : null;
}

/** Begins the next run of an experiment. Within a transaction. */
export async function insertRun(
  trx: Kysely<Database>,
  siteId: string,
  experimentId: string,
  plan: RunPlan,
  { at, invites }: { readonly at: number; readonly invites: StoredRun['invites'] },
): Promise<void> {
  const last = await trx
    .selectFrom('experiment_run')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('site_id', '=', siteId)
    .where('experiment_id', '=', experimentId)
    .executeTakeFirst();
  const { inviteId, ...body } = plan;
  await trx
    .insertInto('experiment_run')
    .values({
      site_id: siteId,
      id: newId(),
      experiment_id: experimentId,
      number: Number(last?.number ?? 0) + 1,
      invite_id: inviteId,
      started_at: at,
      stopped_at: null,
      body: JSON.stringify({ ...body, invites }),
    })
    .execute();
}

/** Ends a run. `changed`: names of invites that are no longer as they were when it began. */
export async function stopRun(
  trx: Kysely<Database>,
  siteId: string,
  run: StoredRun,
  { at, changed }: { readonly at: number; readonly changed: readonly string[] },
): Promise<void> {
  const { holdOutPercent, variants, goal, goalWithinDays, invites } = run;
  await trx
    .updateTable('experiment_run')
    .set({
      stopped_at: at,
      body: JSON.stringify({ holdOutPercent, variants, goal, goalWithinDays, invites, changed }),
    })
    .where('site_id', '=', siteId)
    .where('id', '=', run.id)
    .execute();
}

/** Names of the invites of a run that are no longer as they were when it began, among those there are. */
export function listChanged(
  { invites: began, changed }: StoredRun,
  invites: readonly { readonly id: string; readonly name: string; readonly version: number }[],
): readonly string[] {
  if (changed !== null) return changed;
  return invites.filter(({ id, version }) => began[id] && began[id].version !== version).map(({ name }) => name);
}
