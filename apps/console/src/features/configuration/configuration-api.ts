import {
  type AppliedConfiguration,
  appliedConfigurationSchema,
  type ConfigurationImport,
  type ConfigurationPlan,
  type ConfigurationSection,
  configurationImportSchema,
  configurationPlanSchema,
} from '@foyer/protocol/configuration';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request } from '../../api/rest-client.ts';

/** The text of an export, as the command line writes it. `siteId` null: of all sites. */
export async function exportText(siteId: string | null): Promise<string> {
  const asItIs = { parse: (value: unknown) => value };
  const path = siteId === null ? '/configuration' : `/sites/${siteId}/configuration`;
  return `${JSON.stringify(await request('GET', path, asItIs), null, 2)}\n`;
}

/** What applying would change. Fails with `invalid_request` and the path of each fault. */
export function planFile(file: unknown): Promise<ConfigurationPlan> {
  return request('POST', '/configuration/plan', configurationPlanSchema, { file });
}

/** Applies what was planned; fails with `conflict` when it would be another plan by now. */
export async function applyFile(file: unknown, plan: string): Promise<AppliedConfiguration> {
  return refreshed(await request('POST', '/configuration/apply', appliedConfigurationSchema, { file, plan }));
}

/** What was applied lately, newest first. */
export const importsQuery = queryOptions({
  queryKey: ['configuration', 'imports'],
  queryFn: (): Promise<ConfigurationImport[]> =>
    request('GET', '/configuration/imports', itemsOf(configurationImportSchema)),
});

/** What rolling back would change. */
export function planRollBack(importId: string): Promise<ConfigurationPlan> {
  return request('GET', `/configuration/imports/${importId}/roll-back`, configurationPlanSchema);
}

/** Rolls back as planned; without a plan only if nothing has changed since, else it fails with `conflict`. */
export async function rollBack(importId: string, plan: string | null): Promise<AppliedConfiguration> {
  const path = `/configuration/imports/${importId}/roll-back`;
  return refreshed(await request('POST', path, appliedConfigurationSchema, { plan }));
}

/** What is copied, and from which site. */
export interface Copied {
  readonly from: string;
  readonly sections: readonly ConfigurationSection[];
}

/** What copying would change. */
export function planCopy(siteId: string, copied: Copied): Promise<ConfigurationPlan> {
  return request('POST', `/sites/${siteId}/copy-settings/plan`, configurationPlanSchema, copied);
}

/** Copies as planned. */
export async function copySettings(siteId: string, copied: Copied, plan: string): Promise<AppliedConfiguration> {
  const path = `/sites/${siteId}/copy-settings`;
  return refreshed(await request('POST', path, appliedConfigurationSchema, { ...copied, plan }));
}

/** Anything may have changed. */
function refreshed(applied: AppliedConfiguration): AppliedConfiguration {
  void queryClient.invalidateQueries();
  return applied;
}
