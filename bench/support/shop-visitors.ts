import type { VisitEvent } from '@foyer/rules/event';
import { unknownVisitor } from '@foyer/rules/unknown-visitor';
import type { Source, VisitorFacts } from '@foyer/rules/visit';
import { articles, categories, countries } from '../rule-documents.ts';
import { oneOf, randomNumbers } from './random.ts';

/** The page views of one visitor, the first of which opens a visit. */
export type PageViews = readonly Extract<VisitEvent, { type: 'page.viewed' }>[];

/** What addresses visitors look at: each another one, or some of so many. */
export type Addresses = 'all different' | number;

/** Page views of each visitor. */
export const viewsEach = 4;

/** Sunday 1 March 2026, 09:00 UTC. */
const start = Date.UTC(2026, 2, 1, 9);
const site = 'https://shop.example/';

const direct: Source = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
};

const search = (name: string, host: string, phrase: string | null): Source => ({
  ...direct,
  referrer: phrase === null ? `https://${host}/` : `https://${host}/search?q=${encodeURIComponent(phrase)}`,
  referrerHost: host,
  referringSite: name,
  isSearch: true,
  searchPhrase: phrase,
});

/** Where visitors come from; Google tells no phrase. What stands here more often is more common. */
const sources: readonly Source[] = [
  direct,
  direct,
  direct,
  search('Google', 'www.google.com', null),
  search('Google', 'www.google.com', null),
  search('Google', 'www.google.de', null),
  search('Bing', 'www.bing.com', 'oak garden chair'),
  search('DuckDuckGo', 'duckduckgo.com', null),
  { ...direct, referrer: 'https://forum.example/thread/8', referrerHost: 'forum.example' },
  { ...direct, utm: { ...direct.utm, source: 'newsletter', medium: 'email', campaign: 'mailing-december' } },
];

/** Visitors of the shop: who they are, whence they come, what they look at. The same for the same seed. */
export function makeVisitors(count: number, addresses: Addresses, seed: number): PageViews[] {
  const random = randomNumbers(seed);
  let lastNumber = 0;
  const makeUrl = (number: number) => site + makePath(number, random);
  const few = addresses === 'all different' ? null : Array.from({ length: addresses }, (_, place) => makeUrl(place));
  const nextUrl = () => {
    lastNumber += 1;
    // The seed keeps the addresses of one round apart from those of the next.
    return few === null ? makeUrl(seed * 100_000 + lastNumber) : oneOf(few, random);
  };
  return Array.from({ length: count }, (_, number) => {
    const country = oneOf(countries, random);
    const source = oneOf(sources, random);
    const visitor = makeVisitor(nextUrl, random);
    const place = {
      address: `203.0.113.${1 + (number % 250)}`,
      country,
      region: null,
      city: `Town ${number % 300}`,
      organisation: `Access provider ${number % 40}`,
      ownOrganisation: random() < 0.2,
      hostName: null,
    };
    const visitorId = `visitor-${seed}-${number}`;
    let at = start + number * 50;
    return Array.from({ length: viewsEach }, (_view, view) => {
      at += 15_000 + Math.floor(random() * 90_000);
      const url = nextUrl();
      return {
        type: 'page.viewed' as const,
        at,
        siteId: 'site-1',
        visitorId,
        staff: { online: 2, withRoom: 1, queueLength: 0, insideOpeningHours: null },
        ids: {
          visit: `visit-${visitorId}`,
          pageView: `view-${visitorId}-${view}`,
          invitation: `invitation-${visitorId}-${view}`,
        },
        tab: 'a',
        n: view + 1,
        nodeId: 'node-1',
        url,
        title: `Page ${view + 1} of the shop`,
        visible: true,
        source,
        place,
        technology: {
          language: 'en-GB',
          timeZone: 'Europe/London',
          browser: 'Firefox',
          os: 'Linux',
          device: 'desktop',
          screenWidth: 1920,
        },
        spider: null,
        visitor,
      };
    });
  });
}

/** Articles end in a number that no rule names, `.htm` follows at once. */
function makePath(number: number, random: () => number): string {
  const place = random();
  const query = random() < 0.15 ? `?ref=${number % 7}&source=adwords` : random() < 0.3 ? `?page=${number % 9}` : '';
  if (place < 0.6) return `products/${oneOf(categories, random)}/${oneOf(articles, random)}-${number}x.htm${query}`;
  if (place < 0.75) return `blog/${oneOf(articles, random)}-of-the-week-${number}x.htm${query}`;
  if (place < 0.85) return `basket?session=${number}x`;
  if (place < 0.95) return `help/delivery-of-${oneOf(categories, random)}-furniture-${number}x.htm${query}`;
  return `offers/${oneOf(articles, random)}/week-${number}x/index.htm${query}`;
}

/** Three of ten have been here before. */
function makeVisitor(nextUrl: () => string, random: () => number): VisitorFacts {
  if (random() < 0.7) return unknownVisitor;
  const earlierVisits = 1 + Math.floor(random() * 12);
  return {
    ...unknownVisitor,
    earlierVisits,
    earlierPages: earlierVisits * 4,
    earlierVisibleMs: earlierVisits * 150_000,
    firstVisitAt: start - earlierVisits * 5 * 86_400_000,
    lastVisitAt: start - 86_400_000,
    firstReferrer: 'www.google.com',
    company: random() < 0.3 ? 'Smith & Sons' : null,
    variables: { 'plan-3': 'trial' },
    earlierPageUrls: Array.from({ length: Math.min(12, earlierVisits * 2) }, nextUrl),
    earlierRevenue: Math.floor(random() * 50_000),
    isCustomer: random() < 0.1,
  };
}
