import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import { type AddressPattern, compileAddressPattern, readClientAddress } from './address-pattern.ts';
import { compileWords, foldForWords, type Words } from './contains-words.ts';
import { findCountry } from './country.ts';
import { decodeText } from './decode-text.ts';
import { compileHostPattern, foldHost, type HostPattern } from './host-pattern.ts';
import { compilePagePattern, matchesSomePage, type PageAddress, type PagePattern } from './page-pattern.ts';
import { listEntries } from './pattern-list.ts';
import type { Place, Source } from './visit.ts';

/** The three lists that keep a visitor out; the fourth, pages, only hides a page. */
type VisitorExclusionList = 'addresses' | 'keywordsAndReferrers' | 'countries';

/** Which entry of which list keeps a visitor out. */
export interface VisitorExclusion {
  readonly list: VisitorExclusionList;
  readonly entry: string;
}

/** A site's exclusion lists (rules.md section 4), ready to match. */
export interface CompiledExclusions {
  readonly pages: readonly PagePattern[];
  readonly addresses: readonly { readonly entry: string; readonly pattern: AddressPattern }[];
  readonly keywordsAndReferrers: readonly {
    readonly entry: string;
    readonly words: Words | null;
    readonly host: HostPattern;
  }[];
  readonly countries: ReadonlyMap<string, string>;
}

/** Compiles the lists. Entries that could not have been saved exclude nobody. */
export function compileExclusions(input: ExclusionsInput): CompiledExclusions {
  return {
    pages: listEntries(input.pages).map(compilePagePattern),
    addresses: listEntries(input.addresses).flatMap((entry) => {
      const pattern = compileAddressPattern(entry);
      return pattern === null ? [] : [{ entry, pattern }];
    }),
    keywordsAndReferrers: listEntries(input.keywordsAndReferrers).map((entry) => ({
      entry,
      // With a star among the labels it can only be a host; as words it would be found in any URL that quotes the host.
      words: /^[\w.-]*\*[\w.*-]*$/.test(entry) && entry.includes('.') ? null : compileWords(entry),
      host: compileHostPattern(entry),
    })),
    countries: new Map(
      listEntries(input.countries).flatMap((entry) => {
        const code = findCountry(entry);
        return code === null ? [] : [[code, entry] as const];
      }),
    ),
  };
}

/** Whether a page is hidden. Its visitor is not: the page works, chat works (S-056). */
export function isPageExcluded(exclusions: CompiledExclusions, page: PageAddress): boolean {
  return matchesSomePage(exclusions.pages, page);
}

/** The first list that keeps the visitor out, in the order of rules.md section 4; null: none does. */
export function findVisitorExclusion(
  exclusions: CompiledExclusions,
  source: Source,
  place: Place,
): VisitorExclusion | null {
  const address = exclusions.addresses.length === 0 ? null : readClientAddress(place.address);
  if (address !== null) {
    const hit = exclusions.addresses.find(({ pattern }) => pattern.matches(address));
    if (hit !== undefined) return { list: 'addresses', entry: hit.entry };
  }
  const texts = exclusions.keywordsAndReferrers.length === 0 ? [] : textsOf(source);
  const referrerHost = source.referrerHost === null ? null : foldHost(source.referrerHost);
  const word = exclusions.keywordsAndReferrers.find(
    ({ words, host }) =>
      (referrerHost !== null && host.matches(referrerHost)) || texts.some((text) => words?.occurIn(text)),
  );
  if (word !== undefined) return { list: 'keywordsAndReferrers', entry: word.entry };
  const country = place.country === null ? undefined : exclusions.countries.get(place.country.toUpperCase());
  return country === undefined ? null : { list: 'countries', entry: country };
}

/** Search phrase, and referrer as it stands and decoded: each must hold all words of an entry by itself. */
function textsOf({ searchPhrase, utm, referrer }: Source): string[] {
  const texts = [searchPhrase ?? utm.term, referrer, referrer === null ? null : decodeText(referrer)];
  return texts.filter((text) => text !== null).map(foldForWords);
}
