import { wrapUpReportQuerySchema, wrapUpReportSchema } from '@foyer/protocol/wrap-up';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { reportWrapUps } from './report-wrap-ups.ts';

/** Chats per wrap-up, at /api/v1/sites/:siteId/reports/wrap-ups. Callers are operators of the site. */
export const wrapUpReportRoutes: FastifyPluginAsyncZod<{
  reports: Kysely<Database>;
  timeZoneOf: (siteId: string) => Promise<string>;
}> = async (app, { reports, timeZoneOf }) => {
  app.get(
    '/',
    {
      schema: {
        params: z.object({ siteId: z.uuid() }),
        querystring: wrapUpReportQuerySchema,
        response: { 200: wrapUpReportSchema },
      },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async ({ params: { siteId }, query }) => reportWrapUps(reports, siteId, await timeZoneOf(siteId), query),
  );
};
