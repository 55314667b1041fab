import { privacyChangeSchema, privacySchema } from '@foyer/protocol/privacy';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { getPrivacy, savePrivacy } from './privacy-repository.ts';

/** Privacy settings of one site, at /api/v1/sites/:siteId/privacy. Operators of the site read, administrators write. */
export const privacyRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'privacy') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: privacySchema } }, config: reads }, async (request) =>
    getPrivacy(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: privacyChangeSchema, response: { 200: privacySchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...input } = request.body;
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getPrivacy(trx, siteId);
        const after = await savePrivacy(trx, siteId, version, input);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the privacy settings; read them again');
        await recordChange(trx, changerOf(request), {
          siteId,
          kind: 'privacy',
          id: siteId,
          name: 'Privacy',
          before,
          after,
        });
        return after;
      });
      await announce(siteId, 'privacy');
      return saved;
    },
  );
};
