import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import { type AddressPattern, compileAddressPattern, readClientAddress } from './address-pattern.ts';
import { compileWords, foldForWords, type Words } from './contains-words.ts';
import { findCountry } from './country.ts';
import { decodeText } from './decode-text.ts';
import { compileHostPattern, foldHost, type HostPattern } from './host-pattern.ts';
import { compilePagePattern, type PageAddress, type PagePattern } from './page-pattern.ts';
import { listEntries } from './pattern-list.ts';
import type { Place, Source } from './visit.ts';

/** The three lists that keep a visitor out; the fourth, pages, only hides a page. */
type VisitorExclusionList = 'addresses' | 'keywordsAndReferrers' | 'countries';

/** Which entry of which list keeps a visitor out. */
export interface VisitorExclusion {
  readonly list: VisitorExclusionList;
  readonly entry: string;
}

/** What the lists look at of where a visitor came from, and of where they seem to be. */
type EntrySource = Pick<Source, 'referrer' | 'referrerHost' | 'searchPhrase'> & {
  readonly utm: Pick<Source['utm'], 'term'>;
};
type EntryPlace = Pick<Place, 'address' | 'country'>;

/** A site's exclusion lists (rules.md section 4), ready to match. */
export interface CompiledExclusions {
  readonly pages: readonly { readonly entry: string; readonly pattern: PagePattern }[];
  readonly addresses: readonly { readonly entry: string; readonly pattern: AddressPattern }[];
  readonly keywordsAndReferrers: readonly {
    readonly entry: string;
    readonly words: Words | null;
    readonly host: HostPattern;
  }[];
  /** Entries by the code of their country. */
  readonly countries: ReadonlyMap<string, readonly string[]>;
}

/** Compiles the lists. Entries that could not have been saved exclude nobody. */
export function compileExclusions(input: ExclusionsInput, keepsFragments = false): CompiledExclusions {
  return {
    pages: listEntries(input.pages).map((entry) => ({ entry, pattern: compilePagePattern(entry, keepsFragments) })),
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
    countries: Map.groupBy(
      listEntries(input.countries).filter((entry) => findCountry(entry) !== null),
      (entry) => findCountry(entry) ?? '',
    ),
  };
}

/** Whether a page is hidden. Its visitor is not: the page works, chat works (S-056). */
export function isPageExcluded(exclusions: CompiledExclusions, page: PageAddress): boolean {
  return exclusions.pages.some(({ pattern }) => pattern.matches(page));
}

/** Every entry that hides the page. */
export function findPageExclusions(exclusions: CompiledExclusions, page: PageAddress): string[] {
  return exclusions.pages.flatMap(({ entry, pattern }) => (pattern.matches(page) ? [entry] : []));
}

/** The first list that keeps the visitor out, in the order of rules.md section 4; null: none does. */
export function findVisitorExclusion(
  exclusions: CompiledExclusions,
  source: EntrySource,
  place: EntryPlace,
): VisitorExclusion | null {
  return visitorExclusions(exclusions, source, place).next().value ?? null;
}

/** Every entry of every list that keeps the visitor out, in the order of rules.md section 4. */
export function findVisitorExclusions(
  exclusions: CompiledExclusions,
  source: EntrySource,
  place: EntryPlace,
): VisitorExclusion[] {
  return [...visitorExclusions(exclusions, source, place)];
}

function* visitorExclusions(
  exclusions: CompiledExclusions,
  source: EntrySource,
  place: EntryPlace,
): Generator<VisitorExclusion, undefined> {
  const address = exclusions.addresses.length === 0 ? null : readClientAddress(place.address);
  if (address !== null)
    for (const { entry, pattern } of exclusions.addresses)
      if (pattern.matches(address)) yield { list: 'addresses', entry };

  if (exclusions.keywordsAndReferrers.length > 0) {
    const texts = textsOf(source);
    const referrerHost = source.referrerHost === null ? null : foldHost(source.referrerHost);
    for (const { entry, words, host } of exclusions.keywordsAndReferrers)
      if ((referrerHost !== null && host.matches(referrerHost)) || texts.some((text) => words?.occurIn(text)))
        yield { list: 'keywordsAndReferrers', entry };
  }

  const countries = place.country === null ? [] : (exclusions.countries.get(place.country.toUpperCase()) ?? []);
  for (const entry of countries) yield { list: 'countries', entry };
}

/** Search phrase, and referrer as it stands and decoded: each must hold all words of an entry by itself. */
function textsOf({ searchPhrase, utm, referrer }: EntrySource): string[] {
  const texts = [searchPhrase ?? utm.term, referrer, referrer === null ? null : decodeText(referrer)];
  return texts.filter((text) => text !== null).map(foldForWords);
}
