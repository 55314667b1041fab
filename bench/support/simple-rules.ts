import type { Condition } from '@foyer/protocol/condition';
import { type ProspectRuleInput, prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import { articles, categories, countries } from '../rule-documents.ts';
import type { PageViews } from './shop-visitors.ts';

/** What rules of all engines can look at: the facts of a visit's first page view, under one name each. */
export interface SimpleFacts {
  /** Path and query, without the leading slash. */
  readonly page: string;
  readonly country: string | null;
  readonly city: string | null;
  readonly language: string | null;
  /** Null: did not come from one. */
  readonly referringSite: string | null;
  readonly utmSource: string | null;
  readonly utmCampaign: string | null;
  readonly visitNumber: number;
  readonly pages: number;
}

type TextFact = Exclude<keyof SimpleFacts, NumberFact>;
type NumberFact = 'visitNumber' | 'pages';

/** A condition that every engine has its own words for. In `matching`, `*` stands for any run of characters. */
export type SimpleCondition =
  | { readonly fact: TextFact; readonly is: 'equal to'; readonly value: string }
  | { readonly fact: TextFact; readonly is: 'one of'; readonly value: readonly string[] }
  | { readonly fact: 'page'; readonly is: 'matching'; readonly value: string }
  | { readonly fact: NumberFact; readonly is: 'at least'; readonly value: number };

/** A rule that is true when all its conditions hold, no two of which look at the same fact. */
export interface SimpleRule {
  readonly name: string;
  readonly all: readonly SimpleCondition[];
}

const campaigns = ['spring', 'summer', 'autumn', 'winter'];
const partners = ['newsletter', 'affiliate', 'radio', 'fair'];
const engines = ['Google', 'Bing', 'DuckDuckGo'];
const among = (list: readonly string[], n: number): string => list[(n * 7 + (n >> 3)) % list.length] ?? '';
const equal = (fact: TextFact, value: string): SimpleCondition => ({ fact, is: 'equal to', value });
const oneOf = (fact: TextFact, ...value: readonly string[]): SimpleCondition => ({ fact, is: 'one of', value });
const atLeast = (fact: NumberFact, value: number): SimpleCondition => ({ fact, is: 'at least', value });
const matching = (value: string): SimpleCondition => ({ fact: 'page', is: 'matching', value });

/** The condition that rules out most visitors stands first, which helps engines that stop at the first false. */
const kinds: readonly ((n: number) => readonly SimpleCondition[])[] = [
  (n) => [matching(`products/${among(categories, n)}/${among(articles, n)}-${n}/*`)],
  (n) => [matching(`offers/${among(campaigns, n)}-${n}/*`), oneOf('country', among(countries, n), 'BE')],
  (n) => [equal('utmCampaign', `${among(campaigns, n)}-${n}`), equal('utmSource', among(partners, n))],
  (n) => [matching(`*source=partner-${n}`), atLeast('visitNumber', 2)],
  (n) => [equal('city', `Village ${n}`), atLeast('pages', 1 + (n % 3))],
  (n) => [matching(`*/week-${n}/*`), equal('referringSite', among(engines, n)), equal('language', 'en-GB')],
  (n) => [
    oneOf('city', `Hamlet ${n}`, `Harbour ${n}`, `Hill ${n}`),
    matching('products/*'),
    atLeast('visitNumber', 1 + (n % 6)),
  ],
];

const met: readonly (readonly SimpleCondition[])[] = [
  [matching('products/garden/*')],
  [matching('products/*'), equal('country', 'GB')],
  [atLeast('visitNumber', 2), matching('*/*')],
  [equal('utmCampaign', 'mailing-december'), equal('utmSource', 'newsletter')],
  [matching('*source=adwords'), oneOf('country', 'GB', 'IE')],
  [matching('*/week-*/*'), equal('language', 'en-GB')],
  [equal('city', 'Town 7'), equal('country', 'GB'), matching('products/*')],
  [atLeast('visitNumber', 5), matching('blog/*')],
  [equal('referringSite', 'Bing'), matching('products/*')],
  [oneOf('country', 'NL', 'ES'), atLeast('pages', 2)],
];

/** Rules, the first ten of which are met by some visitors of `shop-visitors.ts`, all others by none. */
export function listSimpleRules(count: number): SimpleRule[] {
  return Array.from({ length: count }, (_, n) => {
    const all = met[n] ?? kinds[n % kinds.length]?.(n);
    if (all === undefined) throw new Error('There is no kind of rule');
    return { name: `rule-${n}`, all };
  });
}

/** The facts of a visitor's first page view. */
export function readSimpleFacts([first]: PageViews): SimpleFacts {
  if (first === undefined) throw new Error('The visitor has not viewed a page');
  const { url, place, source, technology, visitor } = first;
  return {
    page: url.slice(url.indexOf('/', 'https://'.length) + 1),
    country: place.country,
    city: place.city,
    language: technology.language,
    referringSite: source.referringSite,
    utmSource: source.utm.source,
    utmCampaign: source.utm.campaign,
    visitNumber: visitor.earlierVisits + 1,
    pages: visitor.earlierPages + 1,
  };
}

const variableOf: Readonly<Record<keyof SimpleFacts, Condition['variable']>> = {
  page: 'page.current',
  country: 'place.country',
  city: 'place.city',
  language: 'tech.language',
  referringSite: 'source.referringSite',
  utmSource: 'source.utmSource',
  utmCampaign: 'source.utmCampaign',
  visitNumber: 'visitor.visitNumber',
  pages: 'visitor.pages',
};
const operatorOf = { 'equal to': 'equals', 'one of': 'isOneOf', matching: 'matches', 'at least': '>=' } as const;

/** The rules as prospect rules: like those of other engines, all that are true are named. */
export function asProspectRules(rules: readonly SimpleRule[]): ProspectRuleInput[] {
  return rules.map(({ name, all }) => {
    const conditions = all.map(({ fact, is, value }) => ({
      variable: variableOf[fact],
      operator: operatorOf[is],
      value,
    }));
    return prospectRuleInputSchema.parse({ name, conditions: { all: conditions } });
  });
}
