import type { ExclusionsInput, OwnAddress } from '@foyer/protocol/exclusions';
import { compileExclusions, findVisitorExclusions, type VisitorExclusion } from '@foyer/rules/exclusions';

/** Somebody of whom only their place is known. */
const unknownSource = { referrer: null, referrerHost: null, searchPhrase: null, utm: { term: null } };

/** Entries that keep out whoever has these lists open, from where they are, as the server would judge. */
export function findSelfExclusions(lists: ExclusionsInput, own: OwnAddress): VisitorExclusion[] {
  const { addresses, countries } = lists;
  const wherever = compileExclusions({ pages: [], addresses, keywordsAndReferrers: [], countries });
  return findVisitorExclusions(wherever, unknownSource, own);
}
