import { pageOf } from '@foyer/protocol/cursor';
import {
  outboxCountsSchema,
  outboxDetailSchema,
  outboxItemSchema,
  outboxQuerySchema,
  outboxRetriedSchema,
  outboxRetrySchema,
} from '@foyer/protocol/outbox';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { countItems, findItem, listItems, requeueItems } from './outbox-repository.ts';

/** What was, will be, or could not be sent for a site, at /api/v1/sites/:siteId/outbox. Administrators only. */
export const outboxRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  now: () => number;
  /** Looks for what can be sent now. */
  wake: () => void;
}> = async (app, { db, now, wake }) => {
  const access = { who: 'administrator', touches: 'site' } as const;
  const sends = { access: { ...access, changes: 'nothing' } } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), outboxId: z.uuid() });

  const get = async (siteId: string, id: string) => {
    const item = await findItem(db, siteId, id);
    if (!item) throw new AppError('not_found', 'No such item');
    return item;
  };

  app.get(
    '/',
    {
      schema: { params: site, querystring: outboxQuerySchema, response: { 200: pageOf(outboxItemSchema) } },
      config: { access },
    },
    async (request) => {
      const items = await listItems(db, request.params.siteId, request.query);
      return { items, next: items.length === request.query.limit ? (items.at(-1)?.id ?? null) : null };
    },
  );

  app.get(
    '/counts',
    { schema: { params: site, response: { 200: outboxCountsSchema } }, config: { access } },
    async (request) => countItems(db, request.params.siteId),
  );

  app.get(
    '/:outboxId',
    { schema: { params, response: { 200: outboxDetailSchema } }, config: { access } },
    async (request) => get(request.params.siteId, request.params.outboxId),
  );

  app.post(
    '/:outboxId/retry',
    { schema: { params, response: { 200: outboxDetailSchema } }, config: sends },
    async (request) => {
      const { siteId, outboxId } = request.params;
      const retried = await requeueItems(db, siteId, { id: outboxId }, now());
      const item = await get(siteId, outboxId);
      if (retried === 0) throw new AppError('conflict', `This item is ${item.state}: it cannot be sent again`);
      wake();
      return item;
    },
  );

  app.post(
    '/retry',
    {
      schema: { params: site, body: outboxRetrySchema, response: { 200: outboxRetriedSchema } },
      config: sends,
    },
    async (request) => {
      const retried = await requeueItems(db, request.params.siteId, request.body, now());
      wake();
      return { retried };
    },
  );
};
