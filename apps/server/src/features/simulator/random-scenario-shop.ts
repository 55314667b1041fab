import type { scenarioSchema } from '@foyer/protocol/scenario';
import type { z } from 'zod';

/** A scenario as it is written in a file, before defaults are filled in. */
type ScenarioInput = z.input<typeof scenarioSchema>;
/** An event as it is written in a file. */
export type EventInput = ScenarioInput['events'][number];

/** What a visitor is after: how many pages they look at, of what kind. */
export type Persona = 'passer-by' | 'looker' | 'comparer' | 'buyer' | 'help seeker' | 'colleague' | 'robot';

/** A page of a shop. */
export interface ShopPage {
  readonly path: string;
  readonly title: string;
  readonly medianSeconds: number;
  /** Whether visitors say here who they are. */
  readonly asksName?: boolean;
}

/** A page that shows something to buy. */
interface Product {
  readonly path: string;
  readonly title: string;
  /** In the site's currency. */
  readonly price: string;
}

type Weighted<T> = readonly (readonly [weight: number, value: T])[];

/** A shop for invented visitors to walk. No list may be empty, but those that nobody needs. */
export interface RandomShop {
  /** Before the paths of its pages: `https://lamps.example`. */
  readonly origin: string;
  readonly home: ShopPage;
  /** Pages that list products. */
  readonly shelves: readonly ShopPage[];
  readonly products: readonly Product[];
  /** The pages on the way to an order, after the products. */
  readonly till: readonly ShopPage[];
  /** Revenue is reported here. */
  readonly thanks: ShopPage;
  readonly help: ShopPage;
  /** A page that has nothing to do with buying. */
  readonly aside: ShopPage;
  readonly personas: Weighted<Persona>;
  /** Where visitors come from: the referrer, and what their first page has in its query. The first: those who know the shop. */
  readonly sources: Weighted<{ readonly referrer: string; readonly query: string }>;
  /** What GeoIP and reverse DNS say of the addresses that visitors have. */
  readonly addresses: NonNullable<ScenarioInput['addresses']>;
  /** Of the shop's own people, who are not to be counted. Needed for colleagues. */
  readonly officeAddress: string;
  readonly browsers: readonly {
    /** Undefined: whatever a scenario takes for ordinary. */
    readonly userAgent: string | undefined;
    readonly language: string;
    readonly timeZone: string;
    readonly screenWidth: number;
  }[];
  /** User agents. Needed for robots. */
  readonly robots: readonly string[];
  /** Who visits from an address, as they say when they are asked; of others their name tells which is which. */
  readonly people: Readonly<
    Record<string, { readonly name: string; readonly email: string; readonly company?: string }>
  >;
  readonly configuration: NonNullable<ScenarioInput['configuration']>;
  /** What the owner changes while visitors are there. */
  readonly changedConfiguration: Extract<EventInput, { type: 'configuration.changed' }>['configuration'];
}

const categories = ['desk', 'floor', 'pendant', 'outdoor'] as const;

const products: readonly Product[] = [
  { path: '/desk/arc-lamp.html', title: 'Arc desk lamp', price: '89.00' },
  { path: '/desk/moon-lamp.html', title: 'Moon table lamp', price: '54.50' },
  { path: '/floor/tripod.html', title: 'Tripod floor lamp', price: '149.00' },
  { path: '/floor/reed.html', title: 'Reed floor lamp', price: '210.00' },
  { path: '/pendant/fold.html', title: 'Fold pendant', price: '119.90' },
  { path: '/outdoor/harbour-lantern.html', title: 'Harbour lantern', price: '75.25' },
];

const sources = [
  [30, { referrer: '', query: '' }],
  [18, { referrer: 'https://www.google.com/search?q=desk+lamp+oak', query: '' }],
  [6, { referrer: 'https://www.google.co.uk/search?q=lamps+example+returns', query: '' }],
  [7, { referrer: 'https://www.bing.com/search?q=pendant+light', query: '' }],
  [3, { referrer: 'https://duckduckgo.com/', query: '' }],
  [14, { referrer: 'https://www.google.com/', query: 'source=adwords&cpc=0.35' }],
  [8, { referrer: '', query: 'utm_source=newsletter&utm_medium=email&utm_campaign=spring' }],
  [6, { referrer: 'https://l.facebook.com/', query: 'utm_source=facebook&utm_medium=cpc' }],
  [6, { referrer: 'https://blog.interior.example/lamps-we-love', query: '' }],
  [2, { referrer: 'https://spam.example/free-lamps', query: '' }],
] as const;

const addresses = {
  '81.2.69.160': {
    country: 'GB',
    region: 'England',
    city: 'Leeds',
    organisation: 'Northern Broadband',
    ownOrganisation: false,
    hostName: 'host160.northern.example',
  },
  '81.2.69.161': {
    country: 'GB',
    region: 'England',
    city: 'York',
    organisation: 'Northern Broadband',
    ownOrganisation: false,
  },
  '90.1.2.3': { country: 'FR', city: 'Lyon', organisation: 'Reseau Mobile', ownOrganisation: false },
  '203.0.113.7': {
    country: 'GB',
    organisation: 'Acme Interiors Ltd',
    ownOrganisation: true,
    hostName: 'gw.acme.example',
  },
  '203.0.113.20': {
    country: 'IE',
    organisation: 'Harp Hotels',
    ownOrganisation: true,
    hostName: 'mail.harp.example',
    hostNameAfterMs: 900,
  },
  '198.51.100.14': {
    country: 'DE',
    organisation: 'Stadtnetz',
    ownOrganisation: false,
    hostName: 'dsl-14.stadtnetz.example',
    hostNameAfterMs: 2600,
  },
  '198.51.100.99': { country: 'KP' },
  '2001:db8::7': { country: 'NL' },
  '192.0.2.55': {},
} as const satisfies NonNullable<ScenarioInput['addresses']>;

const browsers = [
  { userAgent: undefined, language: 'en-GB', timeZone: 'Europe/London', screenWidth: 1920 },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    language: 'en-IE',
    timeZone: 'Europe/Dublin',
    screenWidth: 390,
  },
  {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    language: 'de-DE',
    timeZone: 'Europe/Berlin',
    screenWidth: 1536,
  },
] as const;

const robots = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
] as const;

const popup = { popup: true };

/** How the shop's owner has set it up. */
const shopConfiguration = {
  alerts: [
    {
      id: 'adwords',
      name: 'AdWords',
      entryPages: ['*source=adwords*'],
      paid: { cost: { queryParameter: 'cpc' }, clickFraud: { entriesPerDay: 2 } },
      actions: { invite: 'Welcome', ...popup },
    },
    { id: 'facebook', name: 'Facebook', entryPages: ['*utm_source=facebook*'], paid: { cost: { fixed: '0.12' } } },
    {
      id: 'newsletter',
      name: 'Newsletter',
      conditions: { all: [{ variable: 'source.utmSource', operator: 'equals', value: 'newsletter' }] },
    },
    {
      id: 'companies',
      name: 'Companies',
      ownOrganisation: true,
      addresses: ['*.acme.example', '*.harp.example'],
      actions: { emailStaff: ['sales@lamps.example'], ...popup },
    },
    { id: 'searchers', name: 'Search engines', searchEngines: ['Google', 'Bing', 'DuckDuckGo'] },
    { id: 'praised', name: 'Interior blog', shadow: true, searchEngines: ['Blog'] },
    { id: 'everybody', name: 'All visitors', actions: { emailVisitor: true } },
  ],
  prospectRules: [
    { id: 'serious', name: 'Serious', minPages: 4, actions: { invite: 'Need help?', ...popup } },
    { id: 'reader', name: 'Reads long', minMinutes: 6, activation: 'oncePerVisit', actions: { email: true } },
    { id: 'returning', name: 'Comes back', startAfterVisits: 2, activation: 'oncePerVisit' },
    {
      id: 'comparing',
      name: 'Compares',
      specificPages: ['desk/*.html OR floor/*.html', 'pendant/*.html OR outdoor/*.html'],
    },
    {
      id: 'checkout',
      name: 'At the till',
      specificPages: ['checkout.html'],
      activation: 'everyTime',
      conditions: { all: [{ variable: 'page.current', operator: 'contains', value: 'checkout' }] },
      actions: popup,
    },
    {
      id: 'hesitates',
      name: 'Hesitates',
      activation: 'oncePerVisit',
      conditions: {
        all: [
          { variable: 'event.count', name: 'basket', operator: '>=', value: 2 },
          { none: [{ variable: 'visitor.isCustomer', operator: 'isTrue' }] },
        ],
      },
      actions: { invite: 'Need help?' },
    },
    {
      id: 'staring',
      name: 'Stares',
      activation: 'oncePerVisit',
      conditions: {
        all: [
          { variable: 'page.seconds', operator: '>=', value: 90 },
          { variable: 'page.current', operator: 'endsWith', value: '.html' },
        ],
      },
      actions: { sms: true },
    },
    {
      id: 'buyer',
      name: 'Buyer',
      specificPages: ['thank-you.html'],
      activation: 'oncePerVisit',
      actions: { flagAsCustomer: true, email: true },
    },
    {
      id: 'spender',
      name: 'Spends a lot',
      conditions: {
        any: [
          { variable: 'visitor.lifetimeRevenue', operator: '>', value: 150 },
          { variable: 'visitor.variable', name: 'plan', operator: 'equals', value: 'trade' },
        ],
      },
    },
    {
      id: 'leaver',
      name: 'About to leave',
      shadow: true,
      activation: 'everyTime',
      conditions: { all: [{ variable: 'page.exitIntent', operator: 'isTrue' }] },
    },
    {
      id: 'scroller',
      name: 'Reads to the end',
      conditions: { all: [{ variable: 'page.scrollDepth', operator: '>=', value: 90 }] },
    },
    {
      id: 'evening',
      name: 'In the evening',
      activation: 'oncePerVisit',
      conditions: {
        all: [
          { variable: 'time.hour', operator: '>=', value: 20 },
          { variable: 'place.country', operator: 'isOneOf', value: ['GB', 'IE'] },
        ],
      },
    },
  ],
  invites: [
    { id: 'welcome', name: 'Welcome', altText: 'Welcome to our shop', delaySeconds: 5, displaySeconds: 45 },
    {
      id: 'help',
      name: 'Need help?',
      altText: 'Need a hand?',
      limits: { showsPerVisitor: 2, quietDaysAfterDecline: 1 },
    },
    {
      id: 'questions',
      name: 'Questions?',
      altText: 'Ask us',
      delaySeconds: 20,
      autoSend: { enabled: true, pages: ['desk/*.html', 'floor/*.html'] },
      frequency: 'everyPage',
    },
    {
      id: 'discount',
      name: 'Discount',
      altText: 'Five percent off',
      displaySeconds: 60,
      autoSend: {
        enabled: true,
        pages: ['checkout.html'],
        conditions: {
          all: [
            { variable: 'page.seconds', operator: '>=', value: 40 },
            { variable: 'visit.revenue', operator: '=', value: 0 },
          ],
        },
      },
      frequency: 'oncePerVisitor',
    },
    { id: 'trial', name: 'On trial', altText: 'Not yet', shadow: true, autoSend: { enabled: true, pages: ['*'] } },
  ],
  exclusions: {
    pages: ['support/*.*'],
    addresses: ['10.20.*'],
    keywordsAndReferrers: ['spam.example'],
    countries: ['KP'],
  },
  referringSites: [
    { name: 'Google', hosts: ['*.google.*', 'google.*'], phraseParameter: 'q' },
    { name: 'Bing', hosts: ['*.bing.com'], phraseParameter: 'q' },
    { name: 'DuckDuckGo', hosts: ['duckduckgo.com'], phraseParameter: 'q' },
    { name: 'Blog', hosts: ['blog.interior.example'] },
  ],
  notifications: { emails: ['sales', 'owner'], phones: ['owner'] },
} satisfies ScenarioInput['configuration'];

/** What the owner changes while visitors are there: another alert first, and one more kind of page that is not to count. */
const changedConfiguration = {
  alerts: [
    { id: 'sale', name: 'Spring sale', entryPages: ['sale/*', '*utm_campaign=spring*'], actions: popup },
    ...shopConfiguration.alerts,
  ],
  exclusions: { ...shopConfiguration.exclusions, pages: ['support/*.*', 'jobs.html'] },
} satisfies Extract<EventInput, { type: 'configuration.changed' }>['configuration'];

/** A shop that uses most of what there is. */
export const lampShop: RandomShop = {
  origin: 'https://lamps.example',
  home: { path: '/', title: 'Lamps', medianSeconds: 15 },
  shelves: categories.map((category) => ({ path: `/${category}/`, title: `${category} lamps`, medianSeconds: 18 })),
  products,
  till: [
    { path: '/basket.html', title: 'Your basket', medianSeconds: 25 },
    { path: '/checkout.html', title: 'Checkout', medianSeconds: 80, asksName: true },
  ],
  thanks: { path: '/thank-you.html', title: 'Thank you', medianSeconds: 20 },
  help: { path: '/support/returns.htm', title: 'Returns', medianSeconds: 60 },
  aside: { path: '/jobs.html', title: 'Jobs', medianSeconds: 20 },
  personas: [
    [18, 'passer-by'],
    [28, 'looker'],
    [14, 'comparer'],
    [24, 'buyer'],
    [9, 'help seeker'],
    [3, 'colleague'],
    [4, 'robot'],
  ],
  sources,
  addresses,
  officeAddress: '10.20.0.5',
  browsers,
  robots,
  people: {},
  configuration: shopConfiguration,
  changedConfiguration,
};
