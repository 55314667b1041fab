import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import type { RuleFinding } from '@foyer/protocol/rule-finding';
import { findCountry } from './country.ts';
import { foldText } from './fold-text.ts';
import { finding } from './lint-finding.ts';
import { coversAddresses, coversPages, isEveryAddress } from './lint-patterns.ts';
import { listEntries } from './pattern-list.ts';

const rule = { kind: 'exclusions', id: '', name: '' } as const;

/** Entries that leave nobody, and entries that another one says already. */
export function lintExclusions(exclusions: ExclusionsInput, keepsFragments: boolean): RuleFinding[] {
  const sameText = (one: string, other: string) => foldText(one) === foldText(other);
  const sameCountry = (one: string, other: string) =>
    findCountry(one) !== null && findCountry(one) === findCountry(other);
  return [
    ...lintList(
      'pages',
      exclusions.pages,
      (outer, inner) => coversPages(outer, inner, keepsFragments),
      (entry) => /^\/?\*+$/.test(entry),
    ),
    ...lintList('addresses', exclusions.addresses, coversAddresses, isEveryAddress),
    ...lintList('keywordsAndReferrers', exclusions.keywordsAndReferrers, sameText, () => false),
    ...lintList('countries', exclusions.countries, sameCountry, () => false),
  ];
}

function lintList(
  path: keyof ExclusionsInput,
  list: readonly string[],
  covers: (outer: string, inner: string) => boolean,
  isEverything: (entry: string) => boolean,
): RuleFinding[] {
  const entries = list.flatMap((text, index) =>
    listEntries([text]).map((entry) => ({ entry, at: `${path}.${index}` })),
  );
  return entries.flatMap(({ entry, at }, index) => {
    if (isEverything(entry)) return [finding(rule, 'everything', at, { facts: [entry] })];
    // Of two that say the same, the later one is too many.
    const by = entries.find(
      (other, place) =>
        place !== index &&
        !isEverything(other.entry) &&
        covers(other.entry, entry) &&
        (place < index || !covers(entry, other.entry)),
    );
    return by === undefined ? [] : [finding(rule, 'covered', at, { facts: [entry, by.entry], relatedPath: by.at })];
  });
}
