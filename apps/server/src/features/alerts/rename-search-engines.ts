import { foldText } from '@foyer/rules/fold-text';
import type { Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { selectAlerts, updateAlert } from './alert-repository.ts';

/** Gives alerts the new names of the referring sites they name; `names` by the old ones, folded. True: some alert changed. */
export async function renameSearchEngines(
  trx: Transaction<Database>,
  siteId: string,
  names: ReadonlyMap<string, string>,
): Promise<boolean> {
  let hasChanged = false;
  for (const { id, version, builtIn: _builtIn, ...fields } of await selectAlerts(trx, siteId)) {
    if (fields.searchEngines === 'anywhere' || !fields.searchEngines.some((name) => names.has(foldText(name))))
      continue;
    const searchEngines = fields.searchEngines.map((name) => names.get(foldText(name)) ?? name);
    if (!(await updateAlert(trx, siteId, id, version, { ...fields, searchEngines })))
      throw new AppError('conflict', 'Somebody else is changing the alerts; try again');
    hasChanged = true;
  }
  return hasChanged;
}
