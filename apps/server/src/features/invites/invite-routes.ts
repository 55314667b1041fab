import { galleryImages } from '@foyer/protocol/gallery';
import {
  type Invite,
  inviteChangeSchema,
  inviteInputSchema,
  inviteOrderSchema,
  inviteRestoreSchema,
  inviteSchema,
  inviteStatisticsSchema,
  inviteUsesSchema,
} from '@foyer/protocol/invite';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { findDeletedDocument } from '../changes/find-deleted-document.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { listExperimentsOf } from '../experiments/list-experiments.ts';
import { checkInvite } from './check-invite.ts';
import {
  copyInvite,
  deleteInvite,
  findInvite,
  insertInvite,
  restoreInvite,
  selectInviteIds,
  selectInvites,
  updateInvite,
  updateInviteOrder,
} from './invite-repository.ts';
import { listInviteUses } from './list-invite-uses.ts';
import { readInviteStatistics } from './read-invite-statistics.ts';

/** Room for `maxRulesPerSite` ids. */
const orderBodyBytes = 512 * 1024;
/** How far back the statistics go. */
const statisticsDays = 30;

/** Invites of one site, under /api/v1/sites/:siteId/invites. Operators of the site read, administrators write. */
export const inviteRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  /** For what reads much. */
  reports: Kysely<Database>;
  announce: (siteId: string, documents: 'invites') => Promise<void>;
  now: () => number;
}> = async (app, { db, reports, announce, now }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), inviteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  const isThere = () => new AppError('conflict', 'This invite is there already');

  app.get(
    '/',
    {
      schema: {
        params: site,
        response: { 200: z.object({ items: z.array(inviteSchema), gallery: z.array(z.string()) }) },
      },
      config: reads,
    },
    async (request) => ({ items: await selectInvites(db, request.params.siteId), gallery: [...galleryImages] }),
  );

  app.post(
    '/',
    { schema: { params: site, body: inviteInputSchema, response: { 201: inviteSchema } }, config: writes },
    async (request, reply) => {
      const { siteId } = request.params;
      await checkInvite(db, siteId, request.body);
      const invite = await db.transaction().execute(async (trx) => {
        const made = await insertInvite(trx, siteId, request.body);
        await record(trx, request, null, made);
        return made;
      });
      await announce(siteId, 'invites');
      return reply.code(201).send(invite);
    },
  );

  app.put(
    '/order',
    {
      schema: {
        params: site,
        body: inviteOrderSchema,
        response: { 200: z.object({ items: z.array(inviteSchema) }) },
      },
      config: writes,
      bodyLimit: orderBodyBytes,
    },
    async (request) => {
      const { siteId } = request.params;
      const { ids } = request.body;
      await db.transaction().execute(async (trx) => {
        const missing = new Set(await selectInviteIds(trx, siteId));
        if (ids.length !== missing.size || !ids.every((id) => missing.delete(id)))
          throw new AppError('conflict', 'The order must name every invite of the site once; read the list again');
        const before = await selectInvites(trx, siteId);
        await updateInviteOrder(trx, siteId, ids);
        await recordChange(trx, changerOf(request), {
          siteId,
          kind: 'inviteOrder',
          id: siteId,
          name: 'Order of invites',
          before: { order: before.map(({ name }) => name) },
          after: { order: (await selectInvites(trx, siteId)).map(({ name }) => name) },
        });
      });
      await announce(siteId, 'invites');
      return { items: await selectInvites(db, siteId) };
    },
  );

  app.get(
    '/statistics',
    {
      schema: {
        params: site,
        response: { 200: z.object({ days: z.number().int(), items: z.array(inviteStatisticsSchema) }) },
        description: 'What came of each invite, by the facts of the last days.',
      },
      config: reads,
    },
    async ({ params: { siteId } }) => ({
      days: statisticsDays,
      items: await readInviteStatistics(reports, siteId, now() - statisticsDays * 86_400_000),
    }),
  );

  app.get(
    '/uses',
    {
      schema: {
        params: site,
        response: { 200: z.object({ items: z.array(inviteUsesSchema) }) },
        description: 'Which alerts and prospect rules send which invite, and which experiments are on it.',
      },
      config: reads,
    },
    async ({ params: { siteId } }) => ({ items: await listInviteUses(db, siteId) }),
  );

  app.get('/:inviteId', { schema: { params, response: { 200: inviteSchema } }, config: reads }, async (request) => {
    const invite = await findInvite(db, request.params.siteId, request.params.inviteId);
    if (!invite) throw new AppError('not_found', 'No such invite on this site');
    return invite;
  });

  app.put(
    '/:inviteId',
    { schema: { params, body: inviteChangeSchema, response: { 200: inviteSchema } }, config: writes },
    async (request) => {
      const { siteId, inviteId } = request.params;
      const { version, ...fields } = request.body;
      await checkInvite(db, siteId, fields);
      const invite = await db.transaction().execute(async (trx) => {
        const before = await findInvite(trx, siteId, inviteId);
        const changed = await updateInvite(trx, siteId, inviteId, version, fields);
        if (!changed) throw refusal(before);
        await record(trx, request, before, changed);
        return changed;
      });
      await announce(siteId, 'invites');
      return invite;
    },
  );

  app.post(
    '/:inviteId/copy',
    { schema: { params, response: { 201: inviteSchema } }, config: writes },
    async (request, reply) => {
      const { siteId, inviteId } = request.params;
      const invite = await db.transaction().execute(async (trx) => {
        const copy = await copyInvite(trx, siteId, inviteId);
        if (!copy) throw new AppError('not_found', 'No such invite on this site');
        await record(trx, request, null, copy);
        return copy;
      });
      await announce(siteId, 'invites');
      return reply.code(201).send(invite);
    },
  );

  app.post(
    '/:inviteId/restore',
    {
      schema: {
        params,
        body: inviteRestoreSchema,
        response: { 201: inviteSchema },
        description:
          'Puts back an invite that was deleted, as it was, under its old id: rules that send it send it again.',
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, inviteId } = request.params;
      const invite = await db.transaction().execute(async (trx) => {
        if (await findInvite(trx, siteId, inviteId)) throw isThere();
        const deleted = await findDeletedDocument(trx, siteId, 'invite', inviteId);
        if (!deleted) throw new AppError('not_found', 'No such invite was deleted on this site');
        const { id: _id, ...fields } = deleted;
        const input = inviteInputSchema.parse(fields);
        await checkInvite(trx, siteId, input);
        const restored = await restoreInvite(trx, siteId, { id: inviteId, version: request.body.version + 1 }, input);
        if (!restored) throw isThere();
        await record(trx, request, null, restored);
        return restored;
      });
      await announce(siteId, 'invites');
      return reply.code(201).send(invite);
    },
  );

  app.delete(
    '/:inviteId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().int().min(1) }),
        response: { 204: z.null() },
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, inviteId } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await findInvite(trx, siteId, inviteId);
        const [experiment] = await listExperimentsOf(trx, siteId, inviteId);
        if (experiment)
          throw new AppError(
            'conflict',
            `The experiment “${experiment.name}” is on this invite: delete the experiment first`,
          );
        if (!(await deleteInvite(trx, siteId, inviteId, request.query.version))) throw refusal(before);
        await record(trx, request, before, null);
      });
      await announce(siteId, 'invites');
      return reply.code(204).send(null);
    },
  );
};

/** Why a write on a version found nothing. */
function refusal(before: Invite | null): AppError {
  return before
    ? new AppError('conflict', 'Somebody else has changed this invite; read it again')
    : new AppError('not_found', 'No such invite on this site');
}

/** Notes in the change log what became of an invite. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: Invite | null,
  after: Invite | null,
): Promise<void> {
  const { id, name } = (after ?? before) as Invite;
  const { siteId } = request.params;
  await recordChange(trx, changerOf(request), { siteId, kind: 'invite', id, name, before, after });
}
