import { pageOf, pageQuerySchema } from '@foyer/protocol/cursor';
import { text } from '@foyer/protocol/text';
import { liveCountsSchema, liveVisitSchema, visitDetailSchema, visitSchema } from '@foyer/protocol/visit';
import type { Visit } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { toLiveRow } from './live-row.ts';
import { showView } from './live-view.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import { describeVisit } from './visit-detail.ts';
import { findAlertExplanation, findVisit, listVisits } from './visit-repository.ts';

/** Visits of one site, under /api/v1/sites/:siteId. Callers are operators of the site. */
export const visitRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  store: VisitStore<Visit>;
  configurations: SiteConfigurations;
  now: () => number;
}> = async (app, parts) => {
  const { db } = parts.storage;
  const access = { who: 'operator', touches: 'site' } as const;
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), visitId: z.uuid() });

  app.get(
    '/live-visits',
    {
      schema: {
        params: site,
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: z.object({ items: z.array(liveVisitSchema), counts: liveCountsSchema }) },
      },
      config: { access },
    },
    async (request) => {
      const configuration = await parts.configurations.find(request.params.siteId);
      if (!configuration) throw new AppError('not_found', 'No such site');
      const now = parts.now();
      const rows = (await parts.store.list(request.params.siteId))
        .filter(hasOpened)
        .map((visit) => toLiveRow(visit, configuration, now));
      const view = {
        sort: { column: 'startedAt', direction: 'descending' },
        filter: {},
        limit: request.query.limit,
      } as const;
      const shown = showView(rows, view);
      return { items: [...shown.rows], counts: shown.counts };
    },
  );

  app.get(
    '/visits',
    {
      schema: {
        params: site,
        querystring: pageQuerySchema.extend({ visitorId: text(64).optional() }),
        response: { 200: pageOf(visitSchema) },
      },
      config: { access },
    },
    async (request) => {
      const items = await listVisits(db, request.params.siteId, request.query);
      return { items, next: items.length === request.query.limit ? (items.at(-1)?.id ?? null) : null };
    },
  );

  app.get(
    '/visits/:visitId',
    { schema: { params, response: { 200: visitDetailSchema } }, config: { access } },
    async (request) => {
      const detail = await describeVisit(parts, request.params.siteId, request.params.visitId);
      if (!detail) throw new AppError('not_found', 'No such visit');
      return detail;
    },
  );

  app.get(
    '/visits/:visitId/explanations',
    {
      schema: {
        params,
        response: {
          200: z.object({ alert: z.object({ id: z.string(), name: z.string(), explanation: z.unknown() }).nullable() }),
        },
      },
      config: { access },
    },
    async (request) => {
      const { siteId, visitId } = request.params;
      const visit = await findVisit(db, siteId, visitId);
      if (!visit) throw new AppError('not_found', 'No such visit');
      const { alertId, alertName } = visit;
      if (alertId === null || alertName === null) return { alert: null };
      return { alert: { id: alertId, name: alertName, explanation: await findAlertExplanation(db, siteId, visitId) } };
    },
  );
};
