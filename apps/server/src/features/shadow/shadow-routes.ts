import { shadowQuerySchema, shadowResultsSchema } from '@foyer/protocol/shadow';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { readShadowResults } from './read-shadow-results.ts';

/** What rules in shadow would have done (B-305), at /api/v1/sites/:siteId/shadow-results. For who writes rules, and supervisors. */
export const shadowRoutes: FastifyPluginAsyncZod<{ storage: Storage; now: () => number }> = async (
  app,
  { storage, now },
) => {
  app.get(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid() }),
        querystring: shadowQuerySchema,
        response: { 200: shadowResultsSchema },
      },
      config: { access: { who: 'supervisor', touches: 'site' } },
    },
    async ({ params: { siteId }, query }) => {
      const site = await lookUpSite(storage.db, siteId);
      if (!site) throw new AppError('not_found', 'No such site');
      return readShadowResults(storage.reports, site, query, now());
    },
  );
};
