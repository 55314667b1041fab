import {
  appliedConfigurationSchema,
  applyRequestSchema,
  configurationImportSchema,
  configurationPlanSchema,
  configurationSchema,
  copySettingsApplySchema,
  copySettingsSchema,
  planRequestSchema,
  rollBackRequestSchema,
} from '@foyer/protocol/configuration';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { changerOf } from '../changes/record-change.ts';
import { listSites, lookUpSite } from '../sites/list-sites.ts';
import { type Applied, applyConfiguration, planConfiguration } from './apply-sites.ts';
import { copyTargets } from './copy-settings.ts';
import { exportConfiguration } from './export-configuration.ts';
import { selectImports } from './import-repository.ts';
import type { ConfigurationParts, Kind } from './kind.ts';
import { readConfiguration, targetsOf } from './read-configuration.ts';
import { findRollBack } from './roll-back.ts';

/** A file with many sites, or with images. */
const fileBytes = 32 * 1024 * 1024;

/**
 * Configuration as code (B-310): under /api/v1/configuration for all sites, under /api/v1/sites/:siteId/configuration for one.
 * Administrators only.
 */
export const configurationRoutes: FastifyPluginAsyncZod<{
  parts: ConfigurationParts;
  announce: (siteId: string, documents: Kind['announces']) => Promise<void>;
  /** Told of what was applied here. */
  onApplied: (importId: string) => void;
  /** Looks for what can be sent now. */
  wake: () => void;
}> = async (app, { parts, announce, onApplied, wake }) => {
  const { db } = parts.storage;
  const ofAll = { who: 'administrator', touches: 'installation' } as const;
  const ofSite = { who: 'administrator', touches: 'site' } as const;
  const site = z.object({ siteId: z.uuid() });
  const anImport = z.object({ importId: z.uuid() });
  const plans = { 200: configurationPlanSchema };
  const applies = { 200: appliedConfigurationSchema };

  const tell = async ({ changed, ...applied }: Applied) => {
    if (applied.importId !== null) onApplied(applied.importId);
    for (const { siteId, announces } of changed) await announce(siteId, announces);
    wake();
    return applied;
  };
  const getRollBack = async (importId: string) => {
    const found = await findRollBack(db, importId);
    if (!found) throw new AppError('not_found', 'Nothing of this kind was applied, or it is too long ago');
    return found;
  };

  app.get(
    '/configuration',
    { schema: { response: { 200: configurationSchema } }, config: { access: ofAll } },
    async () => exportConfiguration(db, await listSites(db, null)),
  );

  app.get(
    '/sites/:siteId/configuration',
    { schema: { params: site, response: { 200: configurationSchema } }, config: { access: ofSite } },
    async (request) => {
      const found = await lookUpSite(db, request.params.siteId);
      return exportConfiguration(db, found ? [found] : []);
    },
  );

  app.post(
    '/configuration/plan',
    {
      schema: { body: planRequestSchema, response: plans },
      config: { access: { ...ofAll, changes: 'nothing' } },
      bodyLimit: fileBytes,
    },
    async (request) => planConfiguration(parts, targetsOf(readConfiguration(request.body.file))),
  );

  app.post(
    '/configuration/apply',
    {
      schema: { body: applyRequestSchema, response: applies },
      config: { access: ofAll },
      bodyLimit: fileBytes,
    },
    async (request) => {
      const { file, plan } = request.body;
      const changer = changerOf(request);
      const targets = targetsOf(readConfiguration(file));
      return tell(await applyConfiguration(parts, targets, { plan, cause: 'file', changer }));
    },
  );

  app.get(
    '/configuration/imports',
    {
      schema: { response: { 200: z.object({ items: z.array(configurationImportSchema) }) } },
      config: { access: ofAll },
    },
    async () => ({ items: await selectImports(db) }),
  );

  app.get(
    '/configuration/imports/:importId/roll-back',
    { schema: { params: anImport, response: plans }, config: { access: ofAll } },
    async (request) => planConfiguration(parts, (await getRollBack(request.params.importId)).targets),
  );

  app.post(
    '/configuration/imports/:importId/roll-back',
    {
      schema: { params: anImport, body: rollBackRequestSchema, response: applies },
      config: { access: ofAll },
    },
    async (request) => {
      const { plan } = request.body;
      const changer = changerOf(request);
      const { targets, checkUnchanged } = await getRollBack(request.params.importId);
      const check = plan === null ? { check: checkUnchanged } : {};
      return tell(await applyConfiguration(parts, targets, { plan, cause: 'rollBack', changer, ...check }));
    },
  );

  app.post(
    '/sites/:siteId/copy-settings/plan',
    {
      schema: { params: site, body: copySettingsSchema, response: plans },
      config: { access: { ...ofSite, changes: 'nothing' } },
    },
    async (request) => planConfiguration(parts, await copyTargets(db, request.params.siteId, request.body)),
  );

  app.post(
    '/sites/:siteId/copy-settings',
    {
      schema: { params: site, body: copySettingsApplySchema, response: applies },
      config: { access: ofSite },
    },
    async (request) => {
      const { plan, ...copied } = request.body;
      const changer = changerOf(request);
      const targets = await copyTargets(db, request.params.siteId, copied);
      return tell(await applyConfiguration(parts, targets, { plan, cause: 'copy', changer }));
    },
  );
};
