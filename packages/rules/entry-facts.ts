import { type ClientAddress, readClientAddress } from './address-pattern.ts';
import { foldForWords } from './contains-words.ts';
import { decodeText } from './decode-text.ts';
import type { Moment } from './moment.ts';
import { type PageAddress, readPageAddress } from './page-pattern.ts';
import type { Source } from './visit.ts';

/** How a visitor came in, read once for the whole list of alerts. */
export interface EntryFacts {
  readonly moment: Moment;
  readonly entryPage: PageAddress;
  /** Null: no address that could be read. */
  readonly address: ClientAddress | null;
  /** Where keywords are looked for: search phrase, decoded referrer, `utm_term`; those there are, folded. */
  readonly keywordTexts: readonly string[];
}

/** Reads what alerts look at. */
export function readEntryFacts(moment: Moment): EntryFacts {
  const { source, place, entryPage } = moment.visit;
  return {
    moment,
    entryPage: readPageAddress(entryPage),
    address: readClientAddress(place.address),
    keywordTexts: readKeywordTexts(source),
  };
}

/** Search phrase, decoded referrer and `utm_term`, as far as there are any, folded. */
export function readKeywordTexts({ searchPhrase, referrer, utm }: Source): readonly string[] {
  const decoded = referrer === null ? null : decodeText(referrer);
  return [searchPhrase, decoded, utm.term].filter((text) => text !== null).map(foldForWords);
}
