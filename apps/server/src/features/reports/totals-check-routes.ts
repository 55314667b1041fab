import { totalsCheckSchema } from '@foyer/protocol/totals-check';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { readChecks } from './totals-check-repository.ts';

const checksShown = 60;

/** What the nightly checks of totals found, at /api/v1/sites/:siteId/reports/totals-check. Callers are supervisors of the site. */
export const totalsCheckRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database> }> = async (app, { db }) => {
  app.get(
    '/',
    {
      schema: { params: z.object({ siteId: z.uuid() }), response: { 200: totalsCheckSchema } },
      config: { access: { who: 'supervisor', touches: 'site' } },
    },
    async ({ params }) => readChecks(db, params.siteId, checksShown),
  );
};
