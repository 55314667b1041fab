import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import { checkAddressPattern } from '@foyer/rules/address-pattern';
import { checkCountry, findCountry, nearestCountry } from '@foyer/rules/country';
import { foldText } from '@foyer/rules/fold-text';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import { listEntries, readPatternList } from '@foyer/rules/pattern-list';

/** The four lists, in the order in which they are shown. */
export const exclusionListNames = ['pages', 'addresses', 'keywordsAndReferrers', 'countries'] as const;
export type ExclusionList = (typeof exclusionListNames)[number];

/** What adding to a list came to. */
export interface Added {
  /** The list with what could be added. */
  readonly entries: string[];
  /** What could not be, as it was typed. */
  readonly rest: string;
  /** Why not, of the first; null: all could. */
  readonly fault: string | null;
  /** A country that was probably meant by the first; null: none is near. */
  readonly nearest: string | null;
}

/** Adds what was typed, several entries when there is `;` or a line break between them; an entry that is there already is not doubled. */
export function addEntries(list: ExclusionList, entries: readonly string[], typed: string): Added {
  const known = new Set(entries.map(foldText));
  const added = [...entries];
  const refused: string[] = [];
  for (const entry of readPatternList(typed)) {
    if (checks[list](entry) !== null) {
      refused.push(entry);
      continue;
    }
    const written = list === 'countries' ? (findCountry(entry) ?? entry) : entry;
    if (known.has(foldText(written))) continue;
    known.add(foldText(written));
    added.push(written);
  }
  const [first] = refused;
  return {
    entries: added,
    rest: refused.join('; '),
    fault: first === undefined ? null : describeFault(checks[list](first) ?? '', first, list),
    nearest: first === undefined || list !== 'countries' ? null : nearestCountry(first),
  };
}

/** Stored lists as they are shown: one entry each, countries by their codes. */
export function readLists(stored: ExclusionsInput): ExclusionsInput {
  return {
    pages: listEntries(stored.pages),
    addresses: listEntries(stored.addresses),
    keywordsAndReferrers: listEntries(stored.keywordsAndReferrers),
    countries: [...new Set(listEntries(stored.countries).map((entry) => findCountry(entry) ?? entry))],
  };
}

const longest = 500;

const checks: Record<ExclusionList, (entry: string) => string | null> = {
  pages: checkPagePattern,
  addresses: checkAddressPattern,
  keywordsAndReferrers: (entry) => (entry.length > longest ? `is longer than ${longest} characters` : null),
  countries: checkCountry,
};

/** The engine's words are to be read after a name. */
function describeFault(fault: string, entry: string, list: ExclusionList): string {
  return list === 'countries' ? fault.replace(/^is no/, 'There is no') : `“${entry}” ${fault}`;
}
