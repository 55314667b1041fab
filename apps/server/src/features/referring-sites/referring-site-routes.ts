import { type ReferringSite, referringSitesSchema } from '@foyer/protocol/referring-site';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { getReferringSites } from './referring-sites-repository.ts';
import { replaceReferringSites } from './replace-referring-sites.ts';

/** The referring sites of one site, at /api/v1/sites/:siteId/referring-sites. Operators of the site read, administrators write. */
export const referringSiteRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'referringSites' | 'alerts') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  const replace = async (
    request: FastifyRequest<{ Params: { siteId: string } }>,
    version: number,
    items: readonly ReferringSite[] | null,
  ) => {
    const { siteId } = request.params;
    const { saved, alertsChanged } = await db.transaction().execute(async (trx) => {
      const before = await getReferringSites(trx, siteId);
      const replaced = await replaceReferringSites(trx, siteId, version, items);
      const after = replaced.saved;
      const change = { siteId, kind: 'referringSites', id: siteId, name: 'Referring sites', before, after } as const;
      await recordChange(trx, changerOf(request), change);
      return replaced;
    });
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
    async (request) => replace(request, request.body.version, request.body.items),
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
      await replace(request, request.query.version, null);
      return reply.code(204).send(null);
    },
  );
};
