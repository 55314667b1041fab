import {
  type Experiment,
  type ExperimentInput,
  type ExperimentRun,
  experimentListSchema,
  experimentResultsSchema,
  experimentSchema,
} from '@foyer/protocol/experiment';
import { type Invite, inviteSchema } from '@foyer/protocol/invite';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { queryClient } from '../../api/query-client.ts';
import { request, requestNothing } from '../../api/rest-client.ts';

/** A site's experiments, and all their runs, newest first. */
export const experimentsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'experiments'],
    queryFn: () => request('GET', `/sites/${siteId}/experiments`, experimentListSchema),
  });

/** What a run has shown so far; read again every minute. */
export const resultsQuery = (siteId: string, { id, experimentId }: ExperimentRun) =>
  queryOptions({
    queryKey: ['site', siteId, 'experiments', 'results', id],
    queryFn: () =>
      request('GET', `/sites/${siteId}/experiments/${experimentId}/results?run=${id}`, experimentResultsSchema),
    refetchInterval: 60_000,
  });

export function createExperiment(siteId: string, experiment: ExperimentInput): Promise<Experiment> {
  return request('POST', `/sites/${siteId}/experiments`, experimentSchema, experiment);
}

/** Fails with `conflict` when the experiment has been changed since it was read. */
export function changeExperiment(siteId: string, { id, ...change }: Experiment): Promise<Experiment> {
  return request('PUT', `/sites/${siteId}/experiments/${id}`, experimentSchema, change);
}

export function deleteExperiment(siteId: string, { id, version }: Experiment): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/experiments/${id}?version=${version}`);
}

/** Puts back what `deleteExperiment` took, under its old id, switched off. */
export function restoreExperiment(siteId: string, { id, version }: Experiment): Promise<Experiment> {
  return request('POST', `/sites/${siteId}/experiments/${id}/restore`, experimentSchema, { version });
}

const usedSchema = z.object({ experiment: experimentSchema, before: inviteSchema, invite: inviteSchema });

/** Gives the invite the look of a variant, and ends the experiment. The answer has the invite as it was and as it is. */
export function takeVariant(
  siteId: string,
  { id, version }: Experiment,
  variantId: string,
): Promise<{ before: Invite; invite: Invite }> {
  return request('POST', `/sites/${siteId}/experiments/${id}/use`, usedSchema, { version, variantId });
}

/** Reads the experiments again, and what they have shown. */
export function refreshExperiments(siteId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: experimentsQuery(siteId).queryKey });
}
