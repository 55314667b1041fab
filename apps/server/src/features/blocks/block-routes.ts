import { blockInputSchema, blockSchema } from '@foyer/protocol/block';
import { pageOf, pageQuerySchema } from '@foyer/protocol/cursor';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hasRole } from '../../http/principal.ts';
import { liftBlock, listBlocks } from './block-repository.ts';
import { type BlockParts, blockVisitor } from './block-visitor.ts';

/** Blocked visitors of one site, under /api/v1/sites/:siteId/blocks. Operators block and see their own; supervisors see all and undo. */
export const blockRoutes: FastifyPluginAsyncZod<BlockParts> = async (app, parts) => {
  const { db } = parts.storage;
  const access = { who: 'operator', touches: 'site' } as const;
  const params = z.object({ siteId: z.uuid() });

  app.get(
    '/',
    { schema: { params, querystring: pageQuerySchema, response: { 200: pageOf(blockSchema) } }, config: { access } },
    async ({ params: { siteId }, query, operator }) => {
      const operatorId = hasRole(operator.role, 'supervisor') ? null : operator.operatorId;
      const items = await listBlocks(db, siteId, { ...query, operatorId, now: parts.now() });
      return { items, next: items.length === query.limit ? (items.at(-1)?.id ?? null) : null };
    },
  );

  app.post(
    '/',
    { schema: { params, body: blockInputSchema, response: { 201: blockSchema } }, config: { access } },
    async (request, reply) => {
      const block = await blockVisitor(parts, request.params.siteId, request.body, request.operator);
      return reply.code(201).send(block);
    },
  );

  app.delete(
    '/:blockId',
    {
      schema: { params: z.object({ siteId: z.uuid(), blockId: z.uuid() }), response: { 204: z.null() } },
      config: { access: { who: 'supervisor', touches: 'site' } },
    },
    async ({ params: { siteId, blockId }, operator }, reply) => {
      const isLifted = await liftBlock(db, siteId, blockId, { at: parts.now(), by: operator.name });
      if (!isLifted) throw new AppError('not_found', 'No such block');
      await parts.announce(siteId, 'blocks');
      return reply.code(204).send(null);
    },
  );
};
