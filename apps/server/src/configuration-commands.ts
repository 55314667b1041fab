import { readFile } from 'node:fs/promises';
import { type ConfigurationPlan, isEmptyPlan } from '@foyer/protocol/configuration';
import { ConfigError } from './config.ts';
import { applyConfiguration, planConfiguration } from './features/configuration/apply-sites.ts';
import { exportConfiguration, toFileText } from './features/configuration/export-configuration.ts';
import type { ConfigurationParts } from './features/configuration/kind.ts';
import { readConfiguration, type Target, targetsOf } from './features/configuration/read-configuration.ts';
import { SecretBox } from './features/notifications/secret-box.ts';
import { listSites } from './features/sites/list-sites.ts';
import { AppError } from './http/app-error.ts';
import { createEgressGuard } from './http/egress-guard.ts';
import type { Storage } from './storage/storage.ts';

/** What the commands on configuration files need. */
export function configurationParts(
  storage: Storage,
  secret: string,
  egressAllow: readonly string[],
): ConfigurationParts {
  return { storage, box: new SecretBox(secret), guard: createEgressGuard([...egressAllow]), now: Date.now };
}

/** The configuration of all sites, or of those named, as the text of a file. Throws ConfigError. */
export async function exportToText({ db }: Storage, names: readonly string[]): Promise<string> {
  const sites = await listSites(db, null);
  for (const name of names)
    if (!sites.some((site) => site.name === name))
      throw new ConfigError(
        `--site: no site is called ${name}; there are: ${sites.map((site) => site.name).join(', ') || 'none'}`,
      );
  const chosen = names.length === 0 ? sites : sites.filter(({ name }) => names.includes(name));
  return toFileText(await exportConfiguration(db, chosen));
}

/** What applying a file would change, in words. Throws ConfigError with each fault on a line. */
export function planFile(parts: ConfigurationParts, file: string): Promise<{ words: string; isEmpty: boolean }> {
  return explaining(file, async () => {
    const plan = await planConfiguration(parts, await readTargets(file));
    return { words: describePlan(plan), isEmpty: isEmptyPlan(plan) };
  });
}

/** Applies a file; the answer is what was changed, in words. Throws ConfigError. */
export function applyFile(parts: ConfigurationParts, file: string, planned: string | null): Promise<string> {
  return explaining(file, async () => {
    const changer = { operatorId: null, name: 'Command line', at: parts.now() };
    const targets = await readTargets(file);
    const applied = await applyConfiguration(parts, targets, { plan: planned, cause: 'file', changer });
    const made = applied.madeSecrets.map(
      ({ site, path, secret }) => `${site}: a secret was made for the ${path}, shown this once: ${secret}`,
    );
    const words = describePlan(applied.plan);
    return [words, ...made, ...(applied.importId === null ? [] : ['Applied.'])].join('\n');
  });
}

async function readTargets(file: string): Promise<Target[]> {
  const text = await readFile(file, 'utf8');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file} is not JSON: ${(error as Error).message}`);
  }
  return targetsOf(readConfiguration(content));
}

async function explaining<T>(file: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const faults = error.fields.map(({ path, message }) => `  ${path || '(whole file)'}: ${message}`);
    throw new ConfigError([`${file}: ${error.message}`, ...faults].join('\n'));
  }
}

const signs = { added: '+', changed: '~', removed: '-', reordered: '↕' } as const;

function describePlan(plan: ConfigurationPlan): string {
  const missing = plan.sites.flatMap(({ name, missingSecrets }) =>
    missingSecrets.map(({ words }) => `${name}: still to be entered by hand: ${words}`),
  );
  if (isEmptyPlan(plan)) return ['Nothing to change.', ...missing].join('\n');
  const lines = plan.sites.flatMap(({ name, isNew, sections }) => {
    if (!isNew && sections.length === 0) return [];
    const changes = sections.flatMap(({ section, changes: found, forecasts }) => [
      ...found.flatMap(({ change, name: document, fields }) => [
        `  ${signs[change]} ${section}${document === null ? '' : ` “${document}”`} ${change}`,
        ...fields.map(({ path, words }) => `      ${path}: ${words}`),
      ]),
      ...forecasts.map((words) => `  » ${words}`),
    ]);
    return [`${name}${isNew ? ' (new site)' : ''}`, ...changes];
  });
  return [...lines, ...missing, `Plan ${plan.id}`].join('\n');
}
