import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import { checkAddressPattern } from '@foyer/rules/address-pattern';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkCountry } from '@foyer/rules/country';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import { AppError } from '../../http/app-error.ts';

/** Throws `invalid_request`, naming each entry that can never match or can't be read. */
export function checkExclusions(lists: ExclusionsInput): void {
  const fields = [
    ...checkEntries(lists.pages, 'pages', checkPagePattern),
    ...checkEntries(lists.addresses, 'addresses', checkAddressPattern),
    ...checkEntries(lists.keywordsAndReferrers, 'keywordsAndReferrers', () => null),
    ...checkEntries(lists.countries, 'countries', checkCountry),
  ];
  if (fields.length > 0) throw new AppError('invalid_request', 'Some entries are not as they must be', { fields });
}
