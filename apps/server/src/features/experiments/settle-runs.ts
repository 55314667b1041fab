import { isDeepStrictEqual } from 'node:util';
import type { Experiment } from '@foyer/protocol/experiment';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import { listInvites } from '../invites/list-invites.ts';
import { selectExperiments } from './experiment-repository.ts';
import { insertRun, listChanged, type RunPlan, selectOpenRuns, stopRun } from './run-repository.ts';

/**
 * Brings a site's runs in line with its experiments: those that are off, gone or changed stop, and what is on and has none begins
 * one. Called within the transaction of every change of experiments, and does nothing where nothing is to be done.
 */
export async function settleRuns(trx: Kysely<Database>, siteId: string, at: number): Promise<void> {
  const experiments = (await selectExperiments(trx, siteId)).filter(({ enabled }) => enabled);
  const open = await selectOpenRuns(trx, siteId);
  const isGoingOn = (run: RunPlan & { experimentId: string }, experiment: Experiment) =>
    run.experimentId === experiment.id && isDeepStrictEqual(planOf(run), planOf(experiment));
  const over = open.filter((run) => !experiments.some((experiment) => isGoingOn(run, experiment)));
  const waiting = experiments.filter((experiment) => !open.some((run) => isGoingOn(run, experiment)));
  if (over.length === 0 && waiting.length === 0) return;
  const invites = await listInvites(trx, siteId);
  for (const run of over) await stopRun(trx, siteId, run, { at, changed: listChanged(run, invites) });
  for (const experiment of waiting) {
    const used = new Set([experiment.inviteId, ...experiment.variants.map(({ inviteId }) => inviteId)]);
    const kept = invites.flatMap(({ id, name, version }) => (used.has(id) ? [[id, { name, version }] as const] : []));
    await insertRun(trx, siteId, experiment.id, planOf(experiment), { at, invites: Object.fromEntries(kept) }).catch(
      (error) => {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError('conflict', 'Another experiment runs on this invite already; read them again');
      },
    );
  }
}

function planOf({ inviteId, holdOutPercent, variants, goal, goalWithinDays }: RunPlan): RunPlan {
  return { inviteId, holdOutPercent, variants, goal, goalWithinDays };
}
