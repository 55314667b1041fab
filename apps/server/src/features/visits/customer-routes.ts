import { text } from '@foyer/protocol/text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Storage } from '../../storage/storage.ts';
import { changerOf } from '../changes/record-change.ts';
import { undoCustomer } from './undo-customer.ts';
import type { VisitEngine } from './visit-engine.ts';

/** Customers of a site, under /api/v1/sites/:siteId/customers. Administrators take a flag back, with a reason. */
export const customerRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  engine: VisitEngine;
  now: () => number;
}> = async (app, parts) => {
  app.post(
    '/:visitorId/undo',
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
