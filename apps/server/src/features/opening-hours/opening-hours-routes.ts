import { openingHoursChangeSchema, openingHoursSchema } from '@foyer/protocol/opening-hours';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { getOpeningHours, saveOpeningHours } from './opening-hours-repository.ts';

/** Opening hours of one site, at /api/v1/sites/:siteId/opening-hours. Operators of the site read, administrators write. */
export const openingHoursRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'openingHours') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: openingHoursSchema } }, config: reads }, async (request) =>
    getOpeningHours(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: openingHoursChangeSchema, response: { 200: openingHoursSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...hours } = request.body;
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getOpeningHours(trx, siteId);
        const after = await saveOpeningHours(trx, siteId, version, hours);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the opening hours; read them again');
        const change = { siteId, kind: 'openingHours', id: siteId, name: 'Opening hours', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'openingHours');
      return saved;
    },
  );
};
