import { configurationSectionNames } from '@foyer/protocol/configuration';
import { copySettings, planCopy } from './configuration-api.ts';

/** Copies all that another site has set up to a new one, where nothing is replaced. */
export async function copyAllSettings(siteId: string, from: string): Promise<void> {
  const copied = { from, sections: configurationSectionNames };
  await copySettings(siteId, copied, (await planCopy(siteId, copied)).id);
}
