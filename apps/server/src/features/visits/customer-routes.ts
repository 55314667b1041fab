import { customerSummaryQuerySchema, customerSummarySchema } from '@foyer/protocol/customer';
import { text } from '@foyer/protocol/text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { changerOf } from '../changes/record-change.ts';
import { summariseCustomers } from './list-customers.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import { undoCustomer } from './undo-customer.ts';
import type { VisitEngine } from './visit-engine.ts';

/**
 * What prospects and customers of a site have brought, under /api/v1/sites/:siteId. Operators of the site read; administrators
 * take a flag back, with a reason.
 */
export const customerRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  configurations: SiteConfigurations;
  engine: VisitEngine;
  now: () => number;
}> = async (app, parts) => {
  const { db } = parts.storage;
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const readSite = async (siteId: string) => {
    const configuration = await parts.configurations.find(siteId);
    if (!configuration) throw new AppError('not_found', 'No such site');
    return configuration.site;
  };

  app.get(
    '/customers/summary',
    {
      schema: { params, querystring: customerSummaryQuerySchema, response: { 200: customerSummarySchema } },
      config: reads,
    },
    async (request) => summariseCustomers(db, await readSite(request.params.siteId), request.query),
  );

  app.post(
    '/customers/:visitorId/undo',
    {
      schema: {
        params: z.object({ siteId: z.uuid(), visitorId: text(64, 1) }),
        body: z.strictObject({ reason: text(500, 1) }),
        response: { 204: z.null() },
      },
      config: { access: { who: 'administrator', touches: 'site' } },
    },
    async (request, reply) => {
      const { siteId, visitorId } = request.params;
      await undoCustomer(parts, { siteId, visitorId, reason: request.body.reason, changer: changerOf(request) });
      return reply.code(204).send(null);
    },
  );
};
