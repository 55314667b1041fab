import { type Site, siteChangeSchema, siteInputSchema, siteSchema } from '@foyer/protocol/site';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { checkSite, requireLogo } from './check-site.ts';
import type { ConfiguredDocuments } from './configuration-changes.ts';
import { createSite } from './create-site.ts';
import { listSites } from './list-sites.ts';
import { findSite, updateSite } from './site-repository.ts';

/** Tells all nodes that a site's documents changed. */
export type AnnounceChange = (siteId: string, documents: ConfiguredDocuments) => Promise<void>;

/** Sites, under /api/v1/sites. Operators see their own; administrators make and change them. */
export const siteRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  now: () => number;
  announce: AnnounceChange;
}> = async (app, { db, now, announce }) => {
  const params = z.object({ siteId: z.uuid() });

  app.get(
    '/',
    {
      schema: { response: { 200: z.object({ items: z.array(siteSchema) }) } },
      config: { access: { who: 'operator', touches: 'self' } },
    },
    async (request) => ({ items: await listSites(db, request.operator.siteIds) }),
  );

  app.post(
    '/',
    {
      schema: { body: siteInputSchema, response: { 201: siteSchema } },
      config: { access: { who: 'administrator', touches: 'installation' } },
    },
    async (request, reply) => {
      checkSite(request.body);
      await requireLogo(db, null, request.body);
      const site = await db.transaction().execute(async (trx) => {
        const made = await createSite(trx, request.body, now());
        await record(trx, request, null, made);
        return made;
      });
      return reply.code(201).send(site);
    },
  );

  app.get(
    '/:siteId',
    { schema: { params, response: { 200: siteSchema } }, config: { access: { who: 'operator', touches: 'site' } } },
    async (request) => {
      const site = await findSite(db, request.params.siteId);
      if (!site) throw new AppError('not_found', 'No such site');
      return site;
    },
  );

  app.put(
    '/:siteId',
    {
      schema: { params, body: siteChangeSchema, response: { 200: siteSchema } },
      config: { access: { who: 'administrator', touches: 'site' } },
    },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...fields } = request.body;
      checkSite(fields);
      await requireLogo(db, siteId, fields);
      const site = await db.transaction().execute(async (trx) => {
        const before = await findSite(trx, siteId);
        const changed = await updateSite(trx, siteId, version, fields);
        if (!before) throw new AppError('not_found', 'No such site');
        if (!changed) throw new AppError('conflict', 'Somebody else has changed this site; read it again');
        await record(trx, request, before, changed);
        return changed;
      });
      await announce(siteId, 'site');
      return site;
    },
  );
};

/** Notes in the change log what became of a site. When its code was seen is no setting. */
async function record(trx: Kysely<Database>, request: FastifyRequest, before: Site | null, after: Site): Promise<void> {
  const settings = ({ codeSeenAt: _at, codeSeenUrl: _url, ...rest }: Site) => rest;
  await recordChange(trx, changerOf(request), {
    siteId: after.id,
    kind: 'site',
    id: after.id,
    name: after.name,
    before: before && settings(before),
    after: settings(after),
  });
}
