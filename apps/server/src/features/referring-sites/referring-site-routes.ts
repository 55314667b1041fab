import { type ReferringSite, referringSitesSchema } from '@foyer/protocol/referring-site';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { getReferringSites } from './referring-sites-repository.ts';
import { replaceReferringSites } from './replace-referring-sites.ts';

/** The referring sites of one site, at /api/v1/sites/:siteId/referring-sites. Operators of the site read, administrators write. */
export const referringSiteRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'referringSites' | 'alerts') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  const replace = async (siteId: string, version: number, items: readonly ReferringSite[] | null) => {
    const { saved, alertsChanged } = await db
      .transaction()
      .execute((trx) => replaceReferringSites(trx, siteId, version, items));
    await announce(siteId, 'referringSites');
    if (alertsChanged) await announce(siteId, 'alerts');
    return saved;
  };

  app.get(
    '/',
    {
      schema: { params, response: { 200: referringSitesSchema } },
      config: { access: { who: 'operator', touches: 'site' } },
    },
    async (request) => getReferringSites(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: referringSitesSchema, response: { 200: referringSitesSchema } }, config: writes },
    async (request) => replace(request.params.siteId, request.body.version, request.body.items),
  );

  app.delete(
    '/',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().int().min(0) }),
        response: { 204: z.null() },
      },
      config: writes,
    },
    async (request, reply) => {
      await replace(request.params.siteId, request.query.version, null);
      return reply.code(204).send(null);
    },
  );
};
