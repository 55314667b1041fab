import {
  evaluationInputSchema,
  evaluationSchema,
  explanationQuerySchema,
  ruleExplanationSchema,
  ruleKinds,
  visitExplanationsSchema,
} from '@foyer/protocol/explanation';
import { liveCountsSchema, liveVisitSchema, visitDetailSchema } from '@foyer/protocol/visit';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { evaluateDraft } from './evaluate-draft.ts';
import { explainVisit, explainVisitRule } from './explain-visit.ts';
import { toLiveRow } from './live-row.ts';
import { showView } from './live-view.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import { describeVisit } from './visit-detail.ts';

/** Visits of one site, under /api/v1/sites/:siteId. Callers are operators of the site. */
export const visitRoutes: FastifyPluginAsyncZod<{
  storage: Storage;
  store: VisitStore<Visit>;
  configurations: SiteConfigurations;
  staffOf: (siteId: string) => StaffFacts;
  now: () => number;
}> = async (app, parts) => {
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
      schema: { params, querystring: explanationQuerySchema, response: { 200: visitExplanationsSchema } },
      config: { access },
    },
    async (request) => {
      const { siteId, visitId } = request.params;
      const explained = await explainVisit(parts, siteId, visitId, request.query);
      if (!explained) throw new AppError('not_found', 'No such visit');
      return explained;
    },
  );

  app.get(
    '/visits/:visitId/explanations/:kind/:ruleId',
    {
      schema: {
        params: params.extend({ kind: z.enum(ruleKinds), ruleId: z.uuid() }),
        response: { 200: ruleExplanationSchema },
      },
      config: { access },
    },
    async (request) => {
      const { siteId, visitId, kind, ruleId } = request.params;
      const explained = await explainVisitRule(parts, siteId, visitId, { kind, ruleId });
      if (!explained) throw new AppError('not_found', 'No such visit, or no such rule');
      return explained;
    },
  );

  // What can be found out by asking is what the visit's detail and explanations tell: but only who writes rules asks.
  app.post(
    '/visits/:visitId/evaluate',
    {
      schema: { params, body: evaluationInputSchema, response: { 200: evaluationSchema } },
      config: { access: { who: 'supervisor', touches: 'site', changes: 'nothing' } },
    },
    async (request) => {
      const { siteId, visitId } = request.params;
      const evaluation = await evaluateDraft(parts, siteId, visitId, request.body);
      if (!evaluation) throw new AppError('not_found', 'No such visit');
      return evaluation;
    },
  );
};
