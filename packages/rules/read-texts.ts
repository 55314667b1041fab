import { readClientAddress } from './address-pattern.ts';
import { readKeywordTexts } from './entry-facts.ts';
import { findTextFact } from './find-text-fact.ts';
import { foldText } from './fold-text.ts';
import { foldHost } from './host-pattern.ts';
import { findPagesFact } from './judge-page.ts';
import { maxSubjectLength } from './match-wildcard.ts';
import type { Moment } from './moment.ts';
import { pageOf, readPageAddress } from './page-pattern.ts';
import { isPageVariable, type PageVariable, type PlainTextVariable } from './variable-kind.ts';

/** Texts in which rules look for others. */
export type TextSource = 'keywords' | 'address' | 'hostName' | PlainTextVariable | PageVariable;

/** The texts, folded; null: they can't be told yet, or not in full, so that every rule on them has to be looked at. */
export function readTexts(source: TextSource, moment: Moment): readonly string[] | null {
  const { place } = moment.visit;
  if (source === 'keywords') return readKeywordTexts(moment.visit.source);
  if (source === 'address') {
    const address = readClientAddress(place.address);
    return address === null ? [] : [address.text];
  }
  if (source === 'hostName') {
    if (place.hostName === undefined) return null;
    return place.hostName === null ? [] : [foldText(place.hostName), foldHost(place.hostName)];
  }
  if (isPageVariable(source))
    return findPagesFact(source, moment).urls.flatMap((url) => {
      const page = pageOf(readPageAddress(url), moment.site.keepsFragments);
      return [page.url, `/${page.pathAndQuery}`, page.pathAndQuery];
    });
  const text = findTextFact(source, undefined, moment);
  if (text === null) return [];
  return text.length > maxSubjectLength ? null : [foldText(text)];
}
