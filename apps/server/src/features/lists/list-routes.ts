import type { Site } from '@foyer/protocol/site';
import { text } from '@foyer/protocol/text';
import {
  listCountSchema,
  spiderListQuerySchema,
  spiderNamesQuerySchema,
  spiderNamesSchema,
  spiderPageSchema,
  visitCountQuerySchemas,
  visitListKinds,
  visitListQuerySchemas,
  visitorCountQuerySchema,
  visitorDetailSchema,
  visitorListQuerySchema,
  visitorPageSchema,
  visitPageSchema,
} from '@foyer/protocol/visit-list';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import { describeVisitor } from './describe-visitor.ts';
import { countVisitors, listVisitors } from './list-visitors.ts';
import { countVisitRows, instantsOf, type ListReader, listVisitRows } from './list-visits.ts';
import { readFilter } from './read-filter.ts';
import { countSpiderNames, selectSpiderHits } from './spider-repository.ts';

/** Lists of visits, visitors and spiders of one site, under /api/v1/sites/:siteId. Callers are operators of the site. */
export const listRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  configurations: SiteConfigurations;
  limits: RateLimits;
}> = async (app, { storage, configurations, limits }) => {
  const config = { access: { who: 'operator', touches: 'site' } } as const;
  const params = z.object({ siteId: z.uuid() });

  const readSite = async (siteId: string): Promise<Site> => {
    const configuration = await configurations.find(siteId);
    if (!configuration) throw new AppError('not_found', 'No such site');
    return configuration.site;
  };

  /** Whoever asks with a filter may cost much: they are counted, and their reading ends when they go. */
  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    siteId: string,
    filter: string | undefined,
  ): Promise<{ reader: ListReader; expression: ReturnType<typeof readFilter> }> {
    const expression = readFilter(filter);
    if (expression !== null) await limits.take('filteredListsByOperator', request.operator.operatorId);
    const isWanted = () => !reply.raw.destroyed;
    return { reader: { storage, site: await readSite(siteId), isWanted }, expression };
  }

  for (const kind of visitListKinds) {
    app.get(
      `/${kind}`,
      { schema: { params, querystring: visitListQuerySchemas[kind], response: { 200: visitPageSchema } }, config },
      async (request, reply) => {
        const { filter, ...query } = request.query;
        const { reader, expression } = await begin(request, reply, request.params.siteId, filter);
        return listVisitRows(reader, kind, { ...query, expression });
      },
    );
    app.get(
      `/${kind}/count`,
      { schema: { params, querystring: visitCountQuerySchemas[kind], response: { 200: listCountSchema } }, config },
      async (request, reply) => {
        const { filter, ...query } = request.query;
        const { reader, expression } = await begin(request, reply, request.params.siteId, filter);
        return countVisitRows(reader, kind, { ...query, expression });
      },
    );
  }

  app.get(
    '/visitors',
    { schema: { params, querystring: visitorListQuerySchema, response: { 200: visitorPageSchema } }, config },
    async (request, reply) => {
      const { filter, ...query } = request.query;
      const { reader, expression } = await begin(request, reply, request.params.siteId, filter);
      return listVisitors(reader, { ...query, expression });
    },
  );

  app.get(
    '/visitors/count',
    { schema: { params, querystring: visitorCountQuerySchema, response: { 200: listCountSchema } }, config },
    async (request, reply) => {
      const { filter, ...query } = request.query;
      const { reader, expression } = await begin(request, reply, request.params.siteId, filter);
      return countVisitors(reader, { ...query, expression });
    },
  );

  app.get(
    '/visitors/:visitorId',
    {
      schema: { params: params.extend({ visitorId: text(64, 1) }), response: { 200: visitorDetailSchema } },
      config,
    },
    async (request) => {
      const { siteId, visitorId } = request.params;
      const detail = await describeVisitor(storage.db, await readSite(siteId), visitorId);
      if (!detail) throw new AppError('not_found', 'No such visitor');
      return detail;
    },
  );

  app.get(
    '/spiders',
    { schema: { params, querystring: spiderListQuerySchema, response: { 200: spiderPageSchema } }, config },
    async (request) => selectSpiderHits(await contextOf(storage.db, request), request.query),
  );

  app.get(
    '/spiders/names',
    { schema: { params, querystring: spiderNamesQuerySchema, response: { 200: spiderNamesSchema } }, config },
    async (request) => countSpiderNames(await contextOf(storage.reports, request)),
  );

  async function contextOf(
    db: Storage['db'],
    { params, query }: { params: { siteId: string }; query: { from?: string | undefined; to?: string | undefined } },
  ) {
    const site = await readSite(params.siteId);
    return { db, dialect: storage.dialect, site, range: instantsOf(site, query) };
  }
};
