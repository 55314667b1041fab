import {
  type CannedResponse,
  cannedResponseSchema,
  personalCannedResponseChangeSchema,
  personalCannedResponseInputSchema,
  renamedFolderSchema,
  sharedCannedResponseChangeSchema,
  sharedCannedResponseInputSchema,
} from '@foyer/protocol/canned-response';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { readSurveyNames } from '../surveys/read-surveys.ts';
import {
  type CannedOwner,
  deleteCannedResponse,
  findCannedResponse,
  globalOwner,
  insertCannedResponse,
  ownerOfOperator,
  ownerOfSite,
  selectCannedResponses,
  updateCannedResponse,
} from './canned-response-repository.ts';
import { checkAttachments } from './check-attachments.ts';
import { checkCannedResponse } from './check-canned-response.ts';

const versionQuery = z.object({ version: z.coerce.number().int().min(1) });
const notFound = () => new AppError('not_found', 'No such canned response');
const stale = () => new AppError('conflict', 'Somebody else has changed this canned response; read it again');

/**
 * Canned responses of one site and of all sites, under /api/v1/sites/:siteId/canned-responses. Operators of the site read
 * them, and get their own with them; administrators write.
 */
export const cannedResponseRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'cannedResponses') => Promise<void>;
}> = async (app, { db, announce }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), cannedResponseId: z.uuid() });
  const listSchema = z.object({ items: z.array(cannedResponseSchema) });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;
  const shared = (siteId: string) => [globalOwner, ownerOfSite(siteId)];
  const ownerOf = (siteId: string, scope: 'global' | 'site') =>
    scope === 'global' ? globalOwner : ownerOfSite(siteId);

  app.get('/', { schema: { params: site, response: { 200: listSchema } }, config: reads }, async (request) => {
    const owners = [...shared(request.params.siteId), ownerOfOperator(request.operator.operatorId)];
    return { items: await selectCannedResponses(db, owners) };
  });

  app.post(
    '/',
    {
      schema: { params: site, body: sharedCannedResponseInputSchema, response: { 201: cannedResponseSchema } },
      config: writes,
    },
    async (request, reply) => {
      const { siteId } = request.params;
      const { scope, ...input } = request.body;
      checkCannedResponse(input, scope === 'site' ? await readSurveyNames(db, siteId) : null);
      const made = await db.transaction().execute(async (trx) => {
        await checkAttachments(trx, ownerOf(siteId, scope), { id: null, ...input });
        const added = await insertCannedResponse(trx, ownerOf(siteId, scope), input);
        await record(trx, request, null, added);
        return added;
      });
      await announce(siteId, 'cannedResponses');
      return reply.code(201).send(made);
    },
  );

  app.put(
    '/:cannedResponseId',
    {
      schema: { params, body: sharedCannedResponseChangeSchema, response: { 200: cannedResponseSchema } },
      config: writes,
    },
    async (request) => {
      const { siteId, cannedResponseId: id } = request.params;
      const { scope, version, ...input } = request.body;
      const known = await findCannedResponse(db, shared(siteId), id);
      if (!known) throw notFound();
      checkCannedResponse(input, scope === 'site' ? await readSurveyNames(db, siteId) : null);
      const changed = await db.transaction().execute(async (trx) => {
        await checkAttachments(trx, ownerOf(siteId, scope), { id, ...input });
        const after = await updateCannedResponse(
          trx,
          { owner: known.owner, id, version },
          ownerOf(siteId, scope),
          input,
        );
        if (!after) throw stale();
        await record(trx, request, known.response, after);
        return after;
      });
      await announce(siteId, 'cannedResponses');
      return changed;
    },
  );

  app.delete(
    '/:cannedResponseId',
    { schema: { params, querystring: versionQuery, response: { 204: z.null() } }, config: writes },
    async (request, reply) => {
      const { siteId, cannedResponseId: id } = request.params;
      const known = await findCannedResponse(db, shared(siteId), id);
      if (!known) throw notFound();
      await db.transaction().execute(async (trx) => {
        if (!(await deleteCannedResponse(trx, known.owner, id, request.query.version))) throw stale();
        await record(trx, request, known.response, null);
      });
      await announce(siteId, 'cannedResponses');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/rename-folder',
    { schema: { params: site, body: renamedFolderSchema, response: { 200: listSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { scope, from, to } = request.body;
      const owner = ownerOf(siteId, scope);
      await db.transaction().execute(async (trx) => {
        for (const response of await selectCannedResponses(trx, [owner])) {
          if (!from.every((name, depth) => response.folder[depth] === name)) continue;
          const { id, version, scope: _scope, ...input } = response;
          const folder = [...to, ...response.folder.slice(from.length)];
          const parsed = personalCannedResponseInputSchema.safeParse({ ...input, folder });
          if (!parsed.success)
            throw new AppError('invalid_request', `“${response.title}” would be too deep inside of folders`, {
              fields: [{ path: 'to', message: 'would put folders too deep inside of each other' }],
            });
          if (!(await updateCannedResponse(trx, { owner, id, version }, owner, parsed.data))) throw stale();
        }
        await recordChange(trx, changerOf(request), {
          siteId: scope === 'global' ? null : siteId,
          kind: 'cannedFolder',
          id: siteId,
          name: to.join(' / '),
          before: { folder: from.join(' / ') },
          after: { folder: to.join(' / ') },
        });
      });
      await announce(siteId, 'cannedResponses');
      return {
        items: await selectCannedResponses(db, [...shared(siteId), ownerOfOperator(request.operator.operatorId)]),
      };
    },
  );
};

/** Notes in the change log what became of a shared canned response. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: CannedResponse | null,
  after: CannedResponse | null,
): Promise<void> {
  const { id, title, scope } = (after ?? before) as CannedResponse;
  const siteId = scope === 'global' ? null : request.params.siteId;
  await recordChange(trx, changerOf(request), { siteId, kind: 'cannedResponse', id, name: title, before, after });
}

/** The caller's own canned responses, under /api/v1/me/canned-responses: for all sites, and for nobody else. */
export const ownCannedResponseRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database> }> = async (app, { db }) => {
  const params = z.object({ cannedResponseId: z.uuid() });
  const config = { access: { who: 'operator', touches: 'self' } } as const;
  const ownerOf = (request: { operator: { operatorId: string } }): CannedOwner =>
    ownerOfOperator(request.operator.operatorId);

  app.post(
    '/',
    { schema: { body: personalCannedResponseInputSchema, response: { 201: cannedResponseSchema } }, config },
    async (request, reply) => {
      checkCannedResponse(request.body, null);
      const made = await db.transaction().execute(async (trx) => {
        await checkAttachments(trx, ownerOf(request), { id: null, ...request.body });
        return insertCannedResponse(trx, ownerOf(request), request.body);
      });
      return reply.code(201).send(made);
    },
  );

  app.put(
    '/:cannedResponseId',
    { schema: { params, body: personalCannedResponseChangeSchema, response: { 200: cannedResponseSchema } }, config },
    async (request) => {
      const owner = ownerOf(request);
      const { cannedResponseId: id } = request.params;
      const { version, ...input } = request.body;
      if (!(await findCannedResponse(db, [owner], id))) throw notFound();
      checkCannedResponse(input, null);
      const changed = await updateCannedResponse(db, { owner, id, version }, owner, input);
      if (!changed) throw stale();
      return changed;
    },
  );

  app.delete(
    '/:cannedResponseId',
    { schema: { params, querystring: versionQuery, response: { 204: z.null() } }, config },
    async (request, reply) => {
      const owner = ownerOf(request);
      const { cannedResponseId: id } = request.params;
      if (!(await findCannedResponse(db, [owner], id))) throw notFound();
      if (!(await deleteCannedResponse(db, owner, id, request.query.version))) throw stale();
      return reply.code(204).send(null);
    },
  );
};
