import {
  type ProspectRule,
  prospectRuleChangeSchema,
  prospectRuleInputSchema,
  prospectRuleOrderSchema,
  prospectRuleSchema,
} from '@foyer/protocol/prospect-rule';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { checkProspectRule } from './check-prospect-rule.ts';
import {
  copyProspectRule,
  deleteProspectRule,
  findProspectRule,
  insertProspectRule,
  selectProspectRuleIds,
  selectProspectRules,
  updateProspectRule,
  updateProspectRuleOrder,
} from './prospect-rule-repository.ts';

const listSchema = z.object({ items: z.array(prospectRuleSchema) });

/** Room for `maxRulesPerSite` ids. */
const orderBodyBytes = 512 * 1024;

/** Prospect rules of one site, under /api/v1/sites/:siteId/prospect-rules. Operators of the site read, administrators write. */
export const prospectRuleRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'prospectRules') => Promise<void>;
}> = async (app, { db, announce }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), prospectRuleId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;
  const noSuchRule = () => new AppError('not_found', 'No such prospect rule on this site');

  /** Why a write on a version found nothing. */
  const refusal = (before: ProspectRule | null) =>
    before ? new AppError('conflict', 'Somebody else has changed this prospect rule; read it again') : noSuchRule();

  app.get('/', { schema: { params: site, response: { 200: listSchema } }, config: reads }, async (request) => ({
    items: await selectProspectRules(db, request.params.siteId),
  }));

  app.post(
    '/',
    { schema: { params: site, body: prospectRuleInputSchema, response: { 201: prospectRuleSchema } }, config: writes },
    async (request, reply) => {
      const { siteId } = request.params;
      await checkProspectRule(db, siteId, request.body);
      const rule = await db.transaction().execute(async (trx) => {
        const made = await insertProspectRule(trx, siteId, request.body);
        await record(trx, request, null, made);
        return made;
      });
      await announce(siteId, 'prospectRules');
      return reply.code(201).send(rule);
    },
  );

  app.put(
    '/order',
    {
      schema: { params: site, body: prospectRuleOrderSchema, response: { 200: listSchema } },
      config: writes,
      bodyLimit: orderBodyBytes,
    },
    async (request) => {
      const { siteId } = request.params;
      const { ids } = request.body;
      await db.transaction().execute(async (trx) => {
        const missing = new Set(await selectProspectRuleIds(trx, siteId));
        if (ids.length !== missing.size || !ids.every((id) => missing.delete(id)))
          throw new AppError(
            'conflict',
            'The order must name every prospect rule of the site once; read the list again',
          );
        const before = await selectProspectRules(trx, siteId);
        await updateProspectRuleOrder(trx, siteId, ids);
        await recordChange(trx, changerOf(request), {
          siteId,
          kind: 'prospectRuleOrder',
          id: siteId,
          name: 'Order of prospect rules',
          before: { order: before.map(({ name }) => name) },
          after: { order: (await selectProspectRules(trx, siteId)).map(({ name }) => name) },
        });
      });
      await announce(siteId, 'prospectRules');
      return { items: await selectProspectRules(db, siteId) };
    },
  );

  app.get(
    '/:prospectRuleId',
    { schema: { params, response: { 200: prospectRuleSchema } }, config: reads },
    async (request) => {
      const rule = await findProspectRule(db, request.params.siteId, request.params.prospectRuleId);
      if (!rule) throw noSuchRule();
      return rule;
    },
  );

  app.put(
    '/:prospectRuleId',
    { schema: { params, body: prospectRuleChangeSchema, response: { 200: prospectRuleSchema } }, config: writes },
    async (request) => {
      const { siteId, prospectRuleId } = request.params;
      const { version, ...fields } = request.body;
      await checkProspectRule(db, siteId, fields);
      const rule = await db.transaction().execute(async (trx) => {
        const before = await findProspectRule(trx, siteId, prospectRuleId);
        const changed = await updateProspectRule(trx, siteId, prospectRuleId, version, fields);
        if (!changed) throw refusal(before);
        await record(trx, request, before, changed);
        return changed;
      });
      await announce(siteId, 'prospectRules');
      return rule;
    },
  );

  app.post(
    '/:prospectRuleId/copy',
    { schema: { params, response: { 201: prospectRuleSchema } }, config: writes },
    async (request, reply) => {
      const { siteId, prospectRuleId } = request.params;
      const rule = await db.transaction().execute(async (trx) => {
        const copy = await copyProspectRule(trx, siteId, prospectRuleId);
        if (!copy) throw noSuchRule();
        await record(trx, request, null, copy);
        return copy;
      });
      await announce(siteId, 'prospectRules');
      return reply.code(201).send(rule);
    },
  );

  app.delete(
    '/:prospectRuleId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().int().min(1) }),
        response: { 204: z.null() },
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, prospectRuleId } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await findProspectRule(trx, siteId, prospectRuleId);
        if (!(await deleteProspectRule(trx, siteId, prospectRuleId, request.query.version))) throw refusal(before);
        await record(trx, request, before, null);
      });
      await announce(siteId, 'prospectRules');
      return reply.code(204).send(null);
    },
  );
};

/** Notes in the change log what became of a prospect rule. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: ProspectRule | null,
  after: ProspectRule | null,
): Promise<void> {
  const { id, name } = (after ?? before) as ProspectRule;
  const { siteId } = request.params;
  await recordChange(trx, changerOf(request), { siteId, kind: 'prospectRule', id, name, before, after });
}
