/**
 * Rules as shops write them, for the benchmarks that need many: documents as they are sent to the REST API. Deterministic;
 * rule `n` differs from all others in what it asks for. Visitors who meet the standing rules are made by `shop-visitors.ts`;
 * no visitor of any benchmark meets one of the others, which are about campaigns, articles and customers of another day.
 */
import type { alertInputSchema } from '@foyer/protocol/alert';
import type { Condition, Expression } from '@foyer/protocol/condition';
import type { prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import type { z } from 'zod';

type AlertDocument = z.input<typeof alertInputSchema>;
type ProspectRuleDocument = z.input<typeof prospectRuleInputSchema>;

/** Alerts and prospect rules of a site, each list in its order. */
export interface RuleDocuments {
  readonly alerts: readonly AlertDocument[];
  readonly prospectRules: readonly ProspectRuleDocument[];
}

/** What a shop's addresses are made of; visited pages are made of the same words. */
export const categories = ['garden', 'kitchen', 'office', 'bathroom', 'bedroom', 'lighting', 'storage', 'outdoor'];
export const articles = ['chair', 'table', 'lamp', 'shelf', 'sofa', 'desk', 'mirror', 'carpet', 'bench', 'cabinet'];
/** Countries with a weight each, as one place in the list: rules are about where visitors come from. */
export const countries = ['GB', 'GB', 'GB', 'GB', 'DE', 'DE', 'FR', 'NL', 'US', 'IE', 'ES', 'IT'];
const seasons = ['spring', 'summer', 'autumn', 'winter', 'easter', 'christmas', 'black-friday', 'back-to-school'];
const partners = ['adwords', 'newsletter', 'affiliate', 'catalogue', 'radio', 'fair', 'banner', 'voucher'];
const engines = ['Google', 'Bing', 'DuckDuckGo', 'Yahoo', 'Ecosia'];
const cities = ['Leeds', 'Ghent', 'Lyon', 'Bremen', 'Utrecht', 'Cork', 'Austin', 'Turin', 'Bilbao'];

/** Another member of the list for each rule; lists of different lengths go round out of step. */
const among = (list: readonly string[], n: number): string => list[(n * 7 + (n >> 3)) % list.length] ?? '';
const category = (n: number) => among(categories, n);
const article = (n: number) => among(articles, n);
const season = (n: number) => among(seasons, n);
const country = (n: number) => among(countries, n);
/** People write the narrow condition first as often as last. */
const inAnyOrder = <T>(n: number, parts: readonly T[]): T[] => (n % 2 === 0 ? [...parts] : parts.toReversed());
const is = (variable: Condition['variable'], value: string): Condition => ({ variable, operator: 'equals', value });
const named = (variable: Condition['variable'], name: string, value: string): Condition => ({
  variable,
  name,
  operator: 'equals',
  value,
});
const matches = (variable: Condition['variable'], value: string): Condition => ({
  variable,
  operator: 'matches',
  value,
});
const contains = (variable: Condition['variable'], value: string): Condition => ({
  variable,
  operator: 'contains',
  value,
});
const atLeast = (variable: Condition['variable'], value: number): Condition => ({ variable, operator: '>=', value });
const notACustomer: Expression = { none: [{ variable: 'visitor.isCustomer', operator: 'isTrue' }] };

/** Five alerts and five prospect rules that visitors of `shop-visitors.ts` meet, each some of them. */
export const standingRules: RuleDocuments = {
  alerts: [
    { name: 'Adverts', entryPages: ['*source=adwords'], paid: { cost: { queryParameter: 'cpc' } } },
    { name: 'Garden from Google', searchEngines: ['Google'], entryPages: ['products/garden/*'] },
    { name: 'Christmas mailing', conditions: { all: [is('source.utmCampaign', 'mailing-december')] } },
    { name: 'Dutch blog readers', entryPages: ['blog/*'], conditions: { all: [is('place.country', 'NL')] } },
    { name: 'Bing', searchEngines: ['Bing', 'Yahoo'], keywords: ['oak', 'garden chair'] },
  ],
  prospectRules: [
    { name: 'Serious', minPages: 4, specificPages: ['products/garden/* OR products/outdoor/*'] },
    { name: 'At the till', specificPages: ['basket*', 'products/*'], activation: 'oncePerVisit' },
    { name: 'Regular', startAfterVisits: 5, minPages: 30 },
    { name: 'Studies the blog', minMinutes: 3, conditions: { all: [matches('page.current', 'blog/*')] } },
    {
      name: 'French, or from a mailing',
      minPages: 2,
      activation: 'everyTime',
      conditions: {
        all: [{ any: [is('place.country', 'FR'), is('source.utmCampaign', 'mailing-december')] }, notACustomer],
      },
    },
  ],
};

/** Alerts by something narrow: a page, a value, or a site they come from. */
const narrowAlerts: readonly ((n: number) => Omit<AlertDocument, 'name'>)[] = [
  (n) => ({ entryPages: [`campaigns/${season(n)}-${n}/*`, `landing/${article(n)}-${n}.htm*`] }),
  (n) => ({
    entryPages: [`*source=${among(partners, n)}-${n}`, `*utm_campaign=${season(n)}-${n}*`],
    paid: { cost: { fixed: '0.50' } },
  }),
  (n) => ({ searchEngines: [among(engines, n)], entryPages: [`products/${category(n)}/${article(n)}-${n}/*`] }),
  (n) => ({ entryPages: [`*/brands/*/edition-${n}.htm`], keywords: [`brand ${n}`, `edition ${n} ${article(n)}`] }),
  (n) => ({
    entryPages: [`partners/${n}/*.*`],
    addresses: [`198.51.${n % 256}.0/24`, `*.customer-${n}.example`],
  }),
  (n) => ({
    conditions: {
      all: inAnyOrder(n, [is('place.country', country(n)), is('source.utmCampaign', `${season(n)}-${n}`)]),
    },
  }),
  (n) => ({
    conditions: {
      all: inAnyOrder<Condition | Expression>(n, [
        {
          any: [
            { all: [is('source.utmMedium', 'cpc'), is('source.utmContent', `advert-${n}`)] },
            matches('page.entry', `offers/${season(n)}-${n}/*`),
          ],
        },
        { variable: 'visitor.isNew', operator: 'isTrue' },
        notACustomer,
      ]),
    },
  }),
  (n) => ({ conditions: { all: [is('source.referrerHost', `${article(n)}-blog-${n}.example`)] } }),
  (n) => ({
    ownOrganisation: true,
    conditions: { any: [is('place.organisation', `Customer ${n} Ltd`), is('visitor.company', `Customer ${n}`)] },
  }),
  (n) => ({
    searchEngines: [among(engines, n)],
    conditions: {
      all: inAnyOrder(n, [
        { variable: 'place.city', operator: 'isOneOf', value: [among(cities, n), `${among(cities, n)} ${n}`] },
        matches('page.entry', `shops/${n}/*`),
      ]),
    },
  }),
];

/** Prospect rules by something narrow: a page, a value, or a number that few reach. */
const narrowProspectRules: readonly ((n: number) => Omit<ProspectRuleDocument, 'name'>)[] = [
  (n) => ({ minPages: 3, specificPages: [`products/${category(n)}/${article(n)}-${n}/*`] }),
  (n) => ({
    specificPages: inAnyOrder(n, ['products/*', `sales-${n}.htm OR offers/${season(n)}-${n}* OR *voucher=${n}`]),
  }),
  (n) => ({ minPages: 400 + n }),
  (n) => ({ minMinutes: 600 + (n % 500) }),
  (n) => ({ startAfterVisits: 2 + (n % 40), specificPages: [`support/tickets/${n}/*`], activation: 'oncePerVisit' }),
  (n) => ({
    conditions: {
      all: inAnyOrder(n, [is('place.country', country(n)), matches('page.current', `offers/${season(n)}-${n}*`)]),
    },
  }),
  (n) => ({
    minPages: 2,
    conditions: {
      all: inAnyOrder<Condition | Expression>(n, [
        {
          any: [
            matches('page.anyThisVisit', `configure/${article(n)}-${n}*`),
            { variable: 'event.happened', name: `configured-${n % 100}`, operator: 'isTrue' },
          ],
        },
        notACustomer,
      ]),
    },
  }),
  (n) => ({ conditions: { all: [{ ...atLeast('event.count', 2 + (n % 5)), name: `video-${n % 60}` }] } }),
  (n) => ({ conditions: { all: [named('visitor.variable', `plan-${n % 20}`, `level-${n}`)] } }),
  (n) => ({
    conditions: {
      all: [named('page.query', `filter-${n % 20}`, `${article(n)}-${n}`), atLeast('visit.pages', 2)],
    },
  }),
  (n) => ({
    activation: 'everyTime',
    conditions: {
      all: inAnyOrder(n, [is('source.utmSource', among(partners, n)), is('source.utmCampaign', `${season(n)}-${n}`)]),
    },
  }),
  (n) => ({ startAfterVisits: 2, conditions: { all: [atLeast('visitor.lifetimeRevenue', 5000 + n)] } }),
  (n) => ({
    conditions: {
      all: inAnyOrder(n, [atLeast('page.seconds', 60 + (n % 60)), matches('page.current', `guides/${n}-*`)]),
    },
  }),
  (n) => ({
    minMinutes: 2,
    conditions: {
      all: inAnyOrder(n, [
        is('source.referringSite', among(engines, n)),
        atLeast('visit.minutes', 1 + (n % 10)),
        matches('page.anyEver', `*/${article(n)}-tests/${n}.htm`),
      ]),
    },
  }),
];

/** Alerts in which there is nothing narrow that a visit could be looked up by. */
const broadAlerts: readonly ((n: number) => Omit<AlertDocument, 'name'>)[] = [
  (n) => ({ keywords: [`brand ${n}`, `edition ${n} ${article(n)}`] }),
  (n) => ({ addresses: [`198.51.100.${n % 256}`, `192.0.${n % 256}.0/24`] }),
  (n) => ({ addresses: [`*.customer-${n}.example`] }),
  (n) => ({ searchEngines: ['Google'], keywords: [`offer ${n}`] }),
  (n) => ({ entryPages: [`re:^products/${category(n)}/(old|new)-${n}/\\d+$`] }),
  (n) => ({ conditions: { all: [contains('source.keywords', `edition ${n}`)] } }),
  (n) => ({
    conditions: {
      none: [atLeast('visit.pages', 1), { variable: 'place.country', operator: 'notEquals', value: country(n) }],
    },
  }),
];

const broadProspectRules: readonly ((n: number) => Omit<ProspectRuleDocument, 'name'>)[] = [
  (n) => ({ conditions: { all: [contains('page.title', `Edition ${n}`)] } }),
  (n) => ({ minPages: 2, conditions: { any: [contains('page.current', `/edition-${n}/`)] } }),
  (n) => ({
    conditions: {
      all: [
        { variable: 'place.country', operator: 'notEquals', value: country(n) },
        { variable: 'tech.language', operator: 'startsWith', value: `x-${n}` },
      ],
    },
  }),
  (n) => ({ conditions: { none: [atLeast('visit.pages', 1), is('place.city', among(cities, n))] } }),
  (n) => ({ conditions: { all: [{ variable: 'visitor.prospectTypes', operator: 'includes', value: `Type ${n}` }] } }),
  (n) => ({
    conditions: { all: [{ variable: 'place.address', operator: 'inNetwork', value: `198.51.${n % 256}.0/24` }] },
  }),
  (n) => ({ specificPages: [`re:^basket\\?edition=${n}(&|$)`] }),
];

/** Rules each of which asks for something that few visitors have, and can be found by it. The first is number `from`. */
export function listNarrowRules(alerts: number, prospectRules: number, from = 0): RuleDocuments {
  return {
    alerts: list('Alert', narrowAlerts, alerts, from),
    prospectRules: list('Rule', narrowProspectRules, prospectRules, from),
  };
}

/**
 * Rules that match as seldom, but by words, addresses, negations, parts of texts or regular expressions alone, so that each
 * has to be looked at on every hit (those of Google: on every entry from there).
 */
export function listBroadRules(alerts: number, prospectRules: number, from = 0): RuleDocuments {
  return {
    alerts: list('Broad alert', broadAlerts, alerts, from),
    prospectRules: list('Broad rule', broadProspectRules, prospectRules, from),
  };
}

/** Several lists as one, their rules in turn, so that no kind stands in one place. */
export function mixRules(...lists: readonly RuleDocuments[]): RuleDocuments {
  return {
    alerts: spread(lists.map((one) => one.alerts)),
    prospectRules: spread(lists.map((one) => one.prospectRules)),
  };
}

function list<T>(title: string, kinds: readonly ((n: number) => T)[], count: number, from: number) {
  return Array.from({ length: count }, (_, place) => {
    const n = from + place;
    const kind = kinds[place % kinds.length];
    if (kind === undefined) throw new Error('There is no kind of rule');
    return { name: `${title} ${n}`, ...kind(n) };
  });
}

/** Evenly: the members of a list of 5 stand in the middle of five equal stretches. */
function spread<T>(lists: readonly (readonly T[])[]): T[] {
  return lists
    .flatMap((members) => members.map((member, place) => ({ member, at: (place + 0.5) / members.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ member }) => member);
}
