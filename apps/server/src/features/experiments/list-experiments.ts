import type { Experiment } from '@foyer/protocol/experiment';
import type { RunningExperiment } from '@foyer/rules/experiment';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { selectExperiments } from './experiment-repository.ts';
import { selectOpenRuns } from './run-repository.ts';

/** A site's experiments, running or not. */
export function listExperiments(db: Kysely<Database>, siteId: string): Promise<Experiment[]> {
  return selectExperiments(db, siteId);
}

/** The experiments that try an invite, or show its look. */
export async function listExperimentsOf(db: Kysely<Database>, siteId: string, inviteId: string): Promise<Experiment[]> {
  const experiments = await selectExperiments(db, siteId);
  return experiments.filter((one) => invitesOf(one).includes(inviteId));
}

/** Every invite that an experiment names. */
export function invitesOf({ inviteId, variants }: Experiment): string[] {
  return [inviteId, ...variants.map((variant) => variant.inviteId)];
}

/** What runs now, as the engine reads it. */
export async function listRunning(db: Kysely<Database>, siteId: string): Promise<RunningExperiment[]> {
  return (await selectOpenRuns(db, siteId)).map(({ id, inviteId, holdOutPercent, variants }) => ({
    runId: id,
    inviteId,
    holdOutPercent,
    variants,
  }));
}
