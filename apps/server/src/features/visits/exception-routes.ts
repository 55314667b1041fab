import { pageQuerySchema } from '@foyer/protocol/cursor';
import { exceptionPageSchema } from '@foyer/protocol/exception';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { listExceptions } from './exception-repository.ts';

/** Exceptions of one site, at /api/v1/sites/:siteId/exceptions. Operators of the site read them. */
export const exceptionRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database> }> = async (app, { db }) => {
  app.get(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid() }),
        querystring: pageQuerySchema,
        response: { 200: exceptionPageSchema },
      },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request) => listExceptions(db, request.params.siteId, request.query),
  );
};
