import { maxReportDays, reportIds, reportQuerySchema, reportSchema } from '@foyer/protocol/report';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import { readFilter } from '../lists/read-filter.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { buildReport } from './build-report.ts';
import { countDays } from './report-days.ts';

/** Reports of one site, at /api/v1/sites/:siteId/reports/:reportId. Callers are its supervisors. */
export const reportRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  limits: RateLimits;
  now: () => number;
}> = async (app, { storage, limits, now }) => {
  app.get(
    '/:reportId',
    {
      schema: {
        params: z.object({ siteId: z.uuid(), reportId: z.enum(reportIds) }),
        querystring: reportQuerySchema,
        response: { 200: reportSchema },
      },
      config: { access: { who: 'supervisor', touches: 'site' } },
    },
    async ({ params: { siteId, reportId }, query, operator }, reply) => {
      if (countDays(query) > maxReportDays)
        throw new AppError('invalid_request', `A report is made over at most ${maxReportDays} days`, {
          fields: [{ path: 'to', message: `must be at most ${maxReportDays} days after the first day` }],
        });
      const expression = readFilter(query.filter);
      await limits.take('reportsByOperator', operator.operatorId);
      const site = await lookUpSite(storage.db, siteId);
      if (!site) throw new AppError('not_found', 'No such site');
      const { reports: db, dialect } = storage;
      const context = { db, dialect, site, now: now(), isWanted: () => !reply.raw.destroyed };
      return buildReport(context, reportId, { ...query, expression });
    },
  );
};
