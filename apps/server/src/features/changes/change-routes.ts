import { changeDetailSchema, changePageSchema, changeQuerySchema } from '@foyer/protocol/change';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { findChange, selectChanges } from './change-repository.ts';

/** The change log: of a site under /api/v1/sites/:siteId/audit, of the installation under /api/v1/audit. Administrators only. */
export const changeRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database> }> = async (app, { db }) => {
  const ofSite = { access: { who: 'administrator', touches: 'site' } } as const;
  const ofInstallation = { access: { who: 'administrator', touches: 'installation' } } as const;
  const site = z.object({ siteId: z.uuid() });
  const change = z.object({ changeId: z.uuid() });

  const get = async (siteId: string | null, id: string) => {
    const found = await findChange(db, siteId, id);
    if (!found) throw new AppError('not_found', 'No such entry in the change log');
    return found;
  };

  app.get(
    '/sites/:siteId/audit',
    {
      schema: { params: site, querystring: changeQuerySchema, response: { 200: changePageSchema } },
      config: ofSite,
    },
    async (request) => selectChanges(db, request.params.siteId, request.query),
  );

  app.get(
    '/sites/:siteId/audit/:changeId',
    { schema: { params: site.extend(change.shape), response: { 200: changeDetailSchema } }, config: ofSite },
    async (request) => get(request.params.siteId, request.params.changeId),
  );

  app.get(
    '/audit',
    { schema: { querystring: changeQuerySchema, response: { 200: changePageSchema } }, config: ofInstallation },
    async (request) => selectChanges(db, null, request.query),
  );

  app.get(
    '/audit/:changeId',
    { schema: { params: change, response: { 200: changeDetailSchema } }, config: ofInstallation },
    async (request) => get(null, request.params.changeId),
  );
};
