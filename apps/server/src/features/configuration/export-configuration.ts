import type { ConfigurationFile } from '@foyer/protocol/configuration';
import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { readEntries, toSections } from './read-entries.ts';

/** The configuration of these sites, without ids and secrets: equal for equal configurations, on whatever server. */
export async function exportConfiguration(db: Kysely<Database>, sites: readonly Site[]): Promise<ConfigurationFile> {
  const exported: ConfigurationFile['sites'] = [];
  for (const { id, name } of sites) exported.push({ name, ...toSections(await readEntries(db, id), { ids: false }) });
  return { foyer: 'configuration', version: 1, sites: exported };
}

/** A configuration as the text of its file. */
export function toFileText(configuration: ConfigurationFile): string {
  return `${JSON.stringify(configuration, null, 2)}\n`;
}
