import type { ReferringSite, ReferringSites } from '@foyer/protocol/referring-site';
import { foldText } from '@foyer/rules/fold-text';
import type { Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { renameSearchEngines } from '../alerts/rename-search-engines.ts';
import { compareNames } from './compare-names.ts';
import { getReferringSites, saveReferringSites } from './referring-sites-repository.ts';

/** Alerts named in a refusal, so that its message can be read. */
const namedAlerts = 10;

/**
 * Replaces a site's list, or goes back to the one Foyer comes with (null). Alerts follow a site that was renamed. Throws
 * `conflict` when the list has another version, `invalid_request` when alerts name a site that would be gone.
 */
export async function replaceReferringSites(
  trx: Transaction<Database>,
  siteId: string,
  version: number,
  items: readonly ReferringSite[] | null,
): Promise<{ saved: ReferringSites; alertsChanged: boolean }> {
  const before = await getReferringSites(trx, siteId);
  const saved = await saveReferringSites(trx, siteId, version, items);
  if (!saved) throw new AppError('conflict', 'Somebody else has changed the referring sites; read them again');

  const { renamed, gone } = compareNames(before.items, saved.items);
  if (gone.length > 0) await refuseIfNamed(trx, siteId, gone);
  return { saved, alertsChanged: renamed.size > 0 && (await renameSearchEngines(trx, siteId, renamed)) };
}

async function refuseIfNamed(trx: Transaction<Database>, siteId: string, gone: readonly string[]): Promise<void> {
  const alerts = (await listAlerts(trx, siteId)).map(({ name, searchEngines }) => ({
    name,
    engines: new Set(searchEngines === 'anywhere' ? [] : searchEngines.map(foldText)),
  }));
  const fields = gone.flatMap((site) => {
    const names = alerts.filter(({ engines }) => engines.has(foldText(site))).map(({ name }) => `“${name}”`);
    if (names.length === 0) return [];
    const more = names.length > namedAlerts ? ` and ${names.length - namedAlerts} more` : '';
    const who = `${names.slice(0, namedAlerts).join(', ')}${more}`;
    return [{ path: 'items', message: `must keep “${site}”, which these alerts name: ${who}` }];
  });
  if (fields.length > 0)
    throw new AppError('invalid_request', 'Alerts name a referring site that would be gone', { fields });
}
