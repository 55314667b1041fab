import type { AlertInput } from '@foyer/protocol/alert';
import { checkAddressOrHost } from '@foyer/rules/check-address-or-host';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkExpression } from '@foyer/rules/check-expression';
import { foldText } from '@foyer/rules/fold-text';
import { parseAmount } from '@foyer/rules/money';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { listInvites } from '../invites/list-invites.ts';
import { listReferringSites } from '../referring-sites/list-referring-sites.ts';
import { lookUpSite } from '../sites/list-sites.ts';

/** Throws `invalid_request`, naming each field, for what only the site's other documents and the engine can tell. */
export async function checkAlert(db: Kysely<Database>, siteId: string, alert: AlertInput): Promise<void> {
  const fields = [
    ...checkEntries(alert.entryPages, 'entryPages', checkPagePattern),
    ...checkEntries(alert.addresses, 'addresses', checkAddressOrHost),
    ...(alert.conditions === null ? [] : checkExpression(alert.conditions, 'conditions')),
  ];
  if (alert.searchEngines !== 'anywhere') {
    const { items } = await listReferringSites(db, siteId);
    const known = new Set(items.map((site) => foldText(site.name)));
    for (const [index, name] of alert.searchEngines.entries())
      if (!known.has(foldText(name)))
        fields.push({ path: `searchEngines.${index}`, message: `is no referring site of this site: ${name}` });
  }
  if (alert.paid !== null && 'fixed' in alert.paid.cost) {
    const currency = (await lookUpSite(db, siteId))?.currency;
    const cost = currency === undefined ? 0 : parseAmount(alert.paid.cost.fixed, currency);
    if (cost === null || cost < 0)
      fields.push({ path: 'paid.cost.fixed', message: `must be an amount of ${currency} that is not below zero` });
  }
  const { invite } = alert.actions;
  if (invite !== null && !(await listInvites(db, siteId)).some((one) => one.id === invite))
    fields.push({ path: 'actions.invite', message: 'is no invite of this site' });
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
