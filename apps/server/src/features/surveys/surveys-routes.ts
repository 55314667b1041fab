import { surveysChangeSchema, surveysSchema } from '@foyer/protocol/survey';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { findSurveyFaults } from './check-surveys.ts';
import { getSurveys, saveSurveys } from './surveys-repository.ts';

/** Surveys of one site, at /api/v1/sites/:siteId/surveys. Operators of the site read, administrators write. */
export const surveysRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'surveys') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: surveysSchema } }, config: reads }, async (request) =>
    getSurveys(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: surveysChangeSchema, response: { 200: surveysSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...surveys } = request.body;
      const fields = findSurveyFaults(surveys);
      if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getSurveys(trx, siteId);
        const after = await saveSurveys(trx, siteId, version, surveys);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the surveys; read them again');
        const change = { siteId, kind: 'surveys', id: siteId, name: 'Surveys', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'surveys');
      return saved;
    },
  );
};
