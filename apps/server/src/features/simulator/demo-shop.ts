import type { RandomShop } from './random-scenario-shop.ts';

const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const edge = `${windows} Edg/140.0.0.0`;
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';
const android =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Where a visitor is, and who they are if they are asked. */
interface Household {
  readonly country: string;
  readonly region: string;
  readonly city: string;
  readonly organisation: string;
  readonly name: string;
  /** Runs its own network, which GeoIP knows under its name. */
  readonly company?: string;
}

const place = (country: string, region: string, city: string, organisation: string, name: string): Household => ({
  country,
  region,
  city,
  organisation,
  name,
});
const office = (country: string, region: string, city: string, company: string, name: string): Household => ({
  country,
  region,
  city,
  organisation: company,
  name,
  company,
});

const households: readonly Household[] = [
  place('GB', 'England', 'Bristol', 'Avon Broadband', 'Olivia Hughes'),
  office('PL', 'Mazovia', 'Warsaw', 'Studio Nowak', 'Marta Nowak'),
  place('DE', 'Berlin', 'Berlin', 'Spreenetz', 'Jonas Weber'),
  place('FR', 'Auvergne-Rhône-Alpes', 'Lyon', 'Réseau du Rhône', 'Camille Laurent'),
  office('JP', 'Tokyo', 'Tokyo', 'Kissa Hoshi', 'Aiko Tanaka'),
  place('US', 'Oregon', 'Portland', 'Cascade Fiber', 'Daniel Brooks'),
  place('ES', 'Catalonia', 'Barcelona', 'Xarxa Mar', 'Tomás Herrera'),
  office('NO', 'Vestland', 'Bergen', 'Fjordlys Interiør', 'Ingrid Solberg'),
  place('NL', 'Utrecht', 'Utrecht', 'Domnet', 'Sanne de Vries'),
  place('GB', 'Scotland', 'Edinburgh', 'Lothian Connect', 'Fergus Reid'),
  place('IT', 'Tuscany', 'Florence', 'Arno Fibra', 'Giulia Conti'),
  office('IE', 'Leinster', 'Dublin', 'Harp Hotels', 'Aoife Byrne'),
  place('SE', 'Skåne', 'Malmö', 'Öresund Bredband', 'Elsa Lindqvist'),
  place('CA', 'Quebec', 'Montreal', 'Saint-Laurent Internet', 'Émile Gagnon'),
  place('AU', 'Victoria', 'Melbourne', 'Yarra Broadband', 'Ruby Walker'),
  office('CH', 'Zurich', 'Zürich', 'Limmat Architekten', 'Nina Keller'),
  place('BE', 'Flanders', 'Ghent', 'Leienet', 'Lotte Peeters'),
  place('PT', 'Porto', 'Porto', 'Douro Net', 'Inês Carvalho'),
  place('US', 'New York', 'New York', 'Hudson Fiber', 'Maya Patel'),
  office('DK', 'Capital Region', 'Copenhagen', 'Café Nordlys', 'Freja Holm'),
  place('AT', 'Vienna', 'Vienna', 'Donaukabel', 'Felix Gruber'),
  place('GB', 'Wales', 'Cardiff', 'Taff Telecom', 'Carys Morgan'),
  place('BR', 'São Paulo', 'São Paulo', 'Paulista Fibra', 'Rafael Souza'),
  place('FI', 'Uusimaa', 'Helsinki', 'Merikaapeli', 'Aino Virtanen'),
  office('GB', 'England', 'Manchester', 'Northlight Offices', 'Priya Shah'),
  place('NZ', 'Wellington', 'Wellington', 'Harbour Net', 'Tane Rangi'),
  place('IN', 'Karnataka', 'Bengaluru', 'Deccan Fiber', 'Kavya Rao'),
  place('KR', 'Seoul', 'Seoul', 'Hangang Net', 'Ji-woo Park'),
  place('CZ', 'Prague', 'Prague', 'Vltava Net', 'Tereza Novotná'),
  place('MX', 'Mexico City', 'Mexico City', 'Anáhuac Fibra', 'Lucía Ramos'),
];

/** Networks that stand in documents only (RFC 5737): no visitor of anybody's is meant. */
const networks = ['192.0.2', '198.51.100', '203.0.113'];
const addressOf = (place: number) => `${networks[place % networks.length]}.${10 + place}`;

const addresses = Object.fromEntries(
  households.map(({ country, region, city, organisation, company }, place) => [
    addressOf(place),
    { country, region, city, organisation, ownOrganisation: company !== undefined },
  ]),
);

/** Mailboxes that nobody has (RFC 2606). */
const people = Object.fromEntries(
  households.map(({ name, company }, place) => [
    addressOf(place),
    { name, email: `visitor-${place + 1}@example.com`, ...(company === undefined ? {} : { company }) },
  ]),
);

const shopName = 'Lark & Lantern';
const lamp = (file: string, title: string, price: string) => ({
  path: `/products/${file}.html`,
  title: `${title} · ${shopName}`,
  price,
});

/** The demo shop, Lark & Lantern, as it stands in `apps/demo`. `url`: the server's address, without a slash at its end. */
export function demoShop(url: string): RandomShop {
  return {
    origin: `${url}/demo`,
    home: { path: '/', title: `${shopName} · Lamps made slowly`, medianSeconds: 20 },
    shelves: [
      { path: '/products.html', title: `All lamps · ${shopName}`, medianSeconds: 25 },
      { path: '/sales.html', title: `Lighting for business · ${shopName}`, medianSeconds: 45 },
    ],
    products: [
      lamp('arc-desk-lamp', 'Arc desk lamp', '149.00'),
      lamp('moon-table-lamp', 'Moon table lamp', '89.00'),
      lamp('fold-pendant', 'Fold pendant', '119.00'),
      lamp('tripod-floor-lamp', 'Tripod floor lamp', '229.00'),
      lamp('harbour-lantern', 'Harbour lantern', '64.00'),
      lamp('slim-wall-light', 'Slim wall light', '79.00'),
    ],
    till: [{ path: '/basket.html', title: `Basket · ${shopName}`, medianSeconds: 40, asksName: true }],
    thanks: { path: '/thank-you.html', title: `Thank you · ${shopName}`, medianSeconds: 30 },
    help: { path: '/support/', title: `Support · ${shopName}`, medianSeconds: 60, asksName: true },
    aside: { path: '/about.html', title: `About us · ${shopName}`, medianSeconds: 40 },
    personas: [
      [10, 'passer-by'],
      [32, 'looker'],
      [20, 'comparer'],
      [26, 'buyer'],
      [12, 'help seeker'],
    ],
    sources: [
      [22, { referrer: '', query: '' }],
      [12, { referrer: 'https://www.google.com/search?q=brass+desk+lamp', query: '' }],
      [9, { referrer: 'https://www.google.co.uk/search?q=handmade+lamps', query: '' }],
      [8, { referrer: 'https://www.bing.com/search?q=tripod+floor+lamp', query: '' }],
      [7, { referrer: 'https://duckduckgo.com/', query: '' }],
      [22, { referrer: 'https://www.google.com/', query: 'utm_campaign=autumn&utm_medium=cpc&source=adwords' }],
      [8, { referrer: 'https://www.pinterest.com/pin/88/', query: '' }],
      [8, { referrer: 'https://www.instagram.com/', query: '' }],
      [6, { referrer: 'https://chatgpt.com/', query: '' }],
      [
        6,
        { referrer: 'https://mail.google.com/', query: 'utm_source=newsletter&utm_medium=email&utm_campaign=winter' },
      ],
    ],
    addresses,
    officeAddress: '',
    browsers: [
      { userAgent: windows, language: 'en-GB', timeZone: 'Europe/London', screenWidth: 1920 },
      { userAgent: edge, language: 'en-US', timeZone: 'America/New_York', screenWidth: 1536 },
      { userAgent: mac, language: 'en-GB', timeZone: 'Europe/London', screenWidth: 1728 },
      { userAgent: iphone, language: 'en-GB', timeZone: 'Europe/London', screenWidth: 390 },
      { userAgent: android, language: 'en-US', timeZone: 'America/New_York', screenWidth: 412 },
      { userAgent: firefox, language: 'en-GB', timeZone: 'Europe/Paris', screenWidth: 1680 },
    ],
    robots: [],
    people,
    configuration: {},
    changedConfiguration: {},
  };
}
