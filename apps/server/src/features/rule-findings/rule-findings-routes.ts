import { draftRuleSchema, ruleFindingsSchema } from '@foyer/protocol/rule-finding';
import { type LintedSite, lintSite } from '@foyer/rules/lint-site';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import { findDraftFindings } from './find-rule-findings.ts';

/** What is wrong with a site's rules (B-303), at /api/v1/sites/:siteId/rule-findings. For who writes rules, and supervisors. */
export const ruleFindingsRoutes: FastifyPluginAsyncZod<{
  configurations: SiteConfigurations;
  hasOrganisations: () => boolean;
  now: () => number;
}> = async (app, { configurations, hasOrganisations, now }) => {
  const params = z.object({ siteId: z.uuid() });

  const read = async (siteId: string): Promise<LintedSite> => {
    const found = await configurations.find(siteId);
    if (!found) throw new AppError('not_found', 'No such site');
    return { ...found.rules.source, hasOrganisations: hasOrganisations(), now: now() };
  };

  app.get(
    '/',
    {
      schema: { params, response: { 200: ruleFindingsSchema } },
      config: { access: { who: 'supervisor', touches: 'site' } },
    },
    async ({ params: { siteId } }) => ({ items: lintSite(await read(siteId)) }),
  );

  app.post(
    '/',
    {
      schema: { params, body: draftRuleSchema, response: { 200: ruleFindingsSchema } },
      config: { access: { who: 'supervisor', touches: 'site', changes: 'nothing' } },
    },
    async ({ params: { siteId }, body }) => ({ items: findDraftFindings(await read(siteId), body) }),
  );
};
