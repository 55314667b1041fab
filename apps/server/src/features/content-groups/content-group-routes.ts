import { contentGroupsChangeSchema, contentGroupsSchema } from '@foyer/protocol/content-group';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { findContentGroupFaults } from './content-groups-document.ts';
import { getContentGroups, saveContentGroups } from './content-groups-repository.ts';

/** Content groups of one site, at /api/v1/sites/:siteId/content-groups. Operators of the site read, administrators write. */
export const contentGroupRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'contentGroups') => Promise<void>;
}> = async (app, { db, announce }) => {
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: contentGroupsSchema } }, config: reads }, async (request) =>
    getContentGroups(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: contentGroupsChangeSchema, response: { 200: contentGroupsSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...input } = request.body;
      const fields = findContentGroupFaults(input);
      if (fields.length > 0) throw new AppError('invalid_request', 'Some page patterns cannot be used', { fields });
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getContentGroups(trx, siteId);
        const after = await saveContentGroups(trx, siteId, version, input);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the content groups; read them again');
        const change = { siteId, kind: 'contentGroups', id: siteId, name: 'Content groups', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'contentGroups');
      return saved;
    },
  );
};
