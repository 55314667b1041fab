import { changedVersion } from '@foyer/protocol/document';
import {
  type Experiment,
  experimentChangeSchema,
  experimentInputSchema,
  experimentListSchema,
  experimentResultsSchema,
  experimentSchema,
  useVariantSchema,
} from '@foyer/protocol/experiment';
import { inviteSchema } from '@foyer/protocol/invite';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { findDeletedDocument } from '../changes/find-deleted-document.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { changeLook } from '../invites/change-look.ts';
import { checkExperiment } from './check-experiment.ts';
import {
  deleteExperiment,
  findExperiment,
  insertExperiment,
  selectExperiments,
  updateExperiment,
} from './experiment-repository.ts';
import { readResults } from './read-results.ts';
import { findRun, selectRuns } from './run-repository.ts';
import { settleRuns } from './settle-runs.ts';

/**
 * Experiments of one site, under /api/v1/sites/:siteId/experiments. Operators of the site read, supervisors see what came of them,
 * administrators write.
 */
export const experimentRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  announce: (siteId: string, documents: 'experiments' | 'invites') => Promise<void>;
  limits: RateLimits;
  now: () => number;
}> = async (app, { storage: { db, reports }, announce, limits, now }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), experimentId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get(
    '/',
    { schema: { params: site, response: { 200: experimentListSchema } }, config: reads },
    async (request) => {
      const { siteId } = request.params;
      return { items: await selectExperiments(db, siteId), runs: await selectRuns(db, siteId) };
    },
  );

  app.post(
    '/',
    { schema: { params: site, body: experimentInputSchema, response: { 201: experimentSchema } }, config: writes },
    async (request, reply) => {
      const { siteId } = request.params;
      const experiment = await db.transaction().execute(async (trx) => {
        await checkExperiment(trx, siteId, request.body, null);
        const made = await insertExperiment(trx, siteId, request.body);
        await settle(trx, request, null, made);
        return made;
      });
      await announce(siteId, 'experiments');
      return reply.code(201).send(experiment);
    },
  );

  app.get(
    '/:experimentId',
    { schema: { params, response: { 200: experimentSchema } }, config: reads },
    async (request) => {
      const experiment = await findExperiment(db, request.params.siteId, request.params.experimentId);
      if (!experiment) throw notFound();
      return experiment;
    },
  );

  app.put(
    '/:experimentId',
    {
      schema: {
        params,
        body: experimentChangeSchema,
        response: { 200: experimentSchema },
        description: 'Changes an experiment. One that runs with another invite, share, look or goal begins a new run.',
      },
      config: writes,
    },
    async (request) => {
      const { siteId, experimentId: id } = request.params;
      const { version, ...fields } = request.body;
      const experiment = await db.transaction().execute(async (trx) => {
        const before = await findExperiment(trx, siteId, id);
        if (!before) throw notFound();
        await checkExperiment(trx, siteId, fields, id);
        const changed = await updateExperiment(trx, siteId, { id, version }, fields);
        if (!changed) throw stale();
        await settle(trx, request, before, changed);
        return changed;
      });
      await announce(siteId, 'experiments');
      return experiment;
    },
  );

  app.delete(
    '/:experimentId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().pipe(changedVersion.version) }),
        response: { 204: z.null() },
        description:
          'Deletes an experiment, and stops it. What its runs have shown is kept with it, should it come back.',
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, experimentId: id } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await findExperiment(trx, siteId, id);
        if (!before) throw notFound();
        if (!(await deleteExperiment(trx, siteId, { id, version: request.query.version }))) throw stale();
        await settle(trx, request, before, null);
      });
      await announce(siteId, 'experiments');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/:experimentId/restore',
    {
      schema: {
        params,
        body: z.strictObject(changedVersion),
        response: { 201: experimentSchema },
        description: 'Puts back an experiment that was deleted, under its old id and switched off.',
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, experimentId: id } = request.params;
      const experiment = await db.transaction().execute(async (trx) => {
        if (await findExperiment(trx, siteId, id)) throw new AppError('conflict', 'This experiment is there already');
        const deleted = await findDeletedDocument(trx, siteId, 'experiment', id);
        if (!deleted) throw new AppError('not_found', 'No such experiment was deleted on this site');
        const { id: _id, ...fields } = deleted;
        const input = { ...experimentInputSchema.parse(fields), enabled: false };
        await checkExperiment(trx, siteId, input, id);
        const restored = await insertExperiment(trx, siteId, input, { id, version: request.body.version + 1 });
        await settle(trx, request, null, restored);
        return restored;
      });
      await announce(siteId, 'experiments');
      return reply.code(201).send(experiment);
    },
  );

  app.post(
    '/:experimentId/use',
    {
      schema: {
        params,
        body: useVariantSchema,
        response: { 200: z.object({ experiment: experimentSchema, before: inviteSchema, invite: inviteSchema }) },
        description:
          'Ends an experiment: its invite gets look, text and timing of one of the variants. The answer has the invite as it was and as it is.',
      },
      config: writes,
    },
    async (request) => {
      const { siteId, experimentId: id } = request.params;
      const { version, variantId } = request.body;
      const used = await db.transaction().execute(async (trx) => {
        const before = await findExperiment(trx, siteId, id);
        if (!before) throw notFound();
        if (!before.variants.some(({ inviteId }) => inviteId === variantId))
          throw new AppError('invalid_request', 'This is no look of the experiment', {
            fields: [{ path: 'variantId', message: 'is no variant of this experiment' }],
          });
        const { id: _id, version: _version, ...fields } = before;
        const experiment = await updateExperiment(trx, siteId, { id, version }, { ...fields, enabled: false });
        if (!experiment) throw stale();
        await settle(trx, request, before, experiment);
        const changed = await changeLook(trx, siteId, { inviteId: before.inviteId, lookOf: variantId });
        const { name } = changed.after;
        const change = { siteId, kind: 'invite', id: before.inviteId, name, before: changed.before } as const;
        await recordChange(trx, changerOf(request), { ...change, after: changed.after });
        return { experiment, before: changed.before, invite: changed.after };
      });
      await announce(siteId, 'experiments');
      await announce(siteId, 'invites');
      return used;
    },
  );

  app.get(
    '/:experimentId/results',
    {
      schema: {
        params,
        querystring: z.object({ run: z.uuid().optional() }),
        response: { 200: experimentResultsSchema },
        description: 'What a run has shown so far, by default the newest. The intervals hold however often one looks.',
      },
      config: { access: { who: 'supervisor', touches: 'site' } },
    },
    async (request) => {
      const { siteId, experimentId } = request.params;
      await limits.take('experimentResultsByOperator', request.operator.operatorId);
      const run = await findRun(db, siteId, experimentId, request.query.run);
      if (!run) throw new AppError('not_found', 'This experiment has no such run');
      return readResults(reports, siteId, run, now());
    },
  );

  /** Notes what became of an experiment, and lets it run or stop. */
  async function settle(
    trx: Kysely<Database>,
    request: FastifyRequest<{ Params: { siteId: string } }>,
    before: Experiment | null,
    after: Experiment | null,
  ): Promise<void> {
    const { id, name } = (after ?? before) as Experiment;
    const { siteId } = request.params;
    await recordChange(trx, changerOf(request), { siteId, kind: 'experiment', id, name, before, after });
    await settleRuns(trx, siteId, request.receivedAt);
  }
};

const notFound = () => new AppError('not_found', 'No such experiment on this site');
const stale = () => new AppError('conflict', 'Somebody else has changed this experiment; read it again');
