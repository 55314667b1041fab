/** What visits of the generated year are made of: pages, referrers, places, technology. Lists are in order of how often each comes. */

/** Picks from a list by Zipf's law: the first is taken most. */
export class Ranked<T> {
  readonly #items: readonly T[];
  readonly #sums: Float64Array;

  constructor(items: readonly T[], exponent = 1) {
    this.#items = items;
    this.#sums = new Float64Array(items.length);
    let sum = 0;
    for (let rank = 0; rank < items.length; rank += 1) {
      sum += 1 / (rank + 1) ** exponent;
      this.#sums[rank] = sum;
    }
  }

  pick(random: () => number): T {
    const sums = this.#sums;
    const wanted = random() * (sums.at(-1) ?? 0);
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return this.#items[low] as T;
  }
}

const shop = 'https://shop.example';
const sections = ['shoes', 'boots', 'coats', 'bags', 'hats', 'sale', 'new', 'help', 'stories', 'about'];
const products = Array.from({ length: 1500 }, (_, number) => {
  const section = sections[number % 7];
  return { url: `${shop}/${section}/item-${number + 1}.htm`, title: `Item ${number + 1} – ${section}` };
});
const fixed = [
  { url: `${shop}/`, title: 'Shop' },
  ...sections.map((section) => ({ url: `${shop}/${section}/`, title: section })),
  { url: `${shop}/basket.htm`, title: 'Basket' },
  { url: `${shop}/checkout.htm`, title: 'Checkout' },
  { url: `${shop}/thanks.htm`, title: 'Thank you' },
  { url: `${shop}/help/delivery.htm`, title: 'Delivery' },
  { url: `${shop}/help/returns.htm`, title: 'Returns' },
];
export const pages = new Ranked([...fixed, ...products], 0.9);

export const words = [
  'red',
  'blue',
  'warm',
  'cheap',
  'large',
  'waterproof',
  'leather',
  'winter',
  'summer',
  'women',
  'men',
  'children',
  'shoes',
  'boots',
  'coat',
  'bag',
  'hat',
  'delivery',
  'returns',
  'size',
  'Straße',
  'été',
  'Größe',
  'schön',
];
const phrases: string[] = [];
for (const one of words)
  for (const two of words) for (const three of words.slice(0, 12)) phrases.push(`${one} ${two} ${three}`);
export const searchPhrases = new Ranked(phrases, 0.8);

export const engines = new Ranked([
  { host: 'www.google.com', name: 'Google', url: 'https://www.google.com/' },
  { host: 'www.google.co.uk', name: 'Google', url: 'https://www.google.co.uk/' },
  { host: 'www.bing.com', name: 'Bing', url: 'https://www.bing.com/' },
  { host: 'duckduckgo.com', name: 'DuckDuckGo', url: 'https://duckduckgo.com/' },
]);
export const blogs = new Ranked(
  Array.from({ length: 400 }, (_, number) => ({
    host: `blog-${number + 1}.example`,
    url: `https://blog-${number + 1}.example/post/${number % 40}`,
  })),
);
export const campaigns = new Ranked(
  Array.from({ length: 30 }, (_, number) => ({
    source: ['google', 'newsletter', 'social', 'partner'][number % 4] as string,
    medium: ['cpc', 'email', 'social', 'referral'][number % 4] as string,
    campaign: `campaign-${number + 1}`,
  })),
);

export const countries = new Ranked([
  'GB',
  'US',
  'DE',
  'FR',
  'IE',
  'NL',
  'ES',
  'IT',
  'PL',
  'SE',
  'CA',
  'AU',
  'CH',
  'AT',
  'BE',
  'DK',
  'NO',
  'FI',
  'PT',
  'CZ',
  'GR',
  'RO',
  'HU',
  'IN',
  'JP',
  'BR',
  'MX',
  'ZA',
  'NZ',
  'TR',
  'UA',
  'BG',
  'HR',
  'SK',
  'SI',
  'LT',
  'LV',
  'EE',
  'LU',
  'IS',
  'AR',
  'CL',
  'CO',
  'EG',
  'MA',
  'NG',
  'KE',
  'IL',
  'AE',
  'SA',
  'SG',
  'MY',
  'TH',
  'VN',
  'KR',
  'TW',
  'HK',
  'PH',
  'ID',
  null,
]);
const citiesOf = new Map<string, Ranked<string>>();
export function cityOf(country: string, random: () => number): string {
  let cities = citiesOf.get(country);
  if (cities === undefined) {
    cities = new Ranked(Array.from({ length: 15 }, (_, number) => `${country} city ${number + 1}`));
    citiesOf.set(country, cities);
  }
  return cities.pick(random);
}
export const organisations = new Ranked(
  Array.from({ length: 4000 }, (_, number) => `Organisation ${number + 1}`),
  0.9,
);

export const systems = new Ranked([
  { browser: 'Chrome', os: 'Android', device: 'phone', width: 412 },
  { browser: 'Safari', os: 'iOS', device: 'phone', width: 390 },
  { browser: 'Chrome', os: 'Windows', device: 'desktop', width: 1920 },
  { browser: 'Microsoft Edge', os: 'Windows', device: 'desktop', width: 1536 },
  { browser: 'Safari', os: 'macOS', device: 'desktop', width: 1440 },
  { browser: 'Firefox', os: 'Windows', device: 'desktop', width: 1920 },
  { browser: 'Chrome', os: 'macOS', device: 'desktop', width: 1728 },
  { browser: 'Safari', os: 'iOS', device: 'tablet', width: 820 },
  { browser: 'Samsung Internet', os: 'Android', device: 'phone', width: 360 },
  { browser: 'Firefox', os: 'Linux', device: 'desktop', width: 2560 },
  { browser: 'Opera', os: 'Windows', device: 'desktop', width: 1366 },
]);
export const languages = new Ranked([
  'en-GB',
  'en-US',
  'de-DE',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'sv-SE',
  'da-DK',
  'pt-PT',
  'cs-CZ',
  'el-GR',
  'ja-JP',
  'tr-TR',
]);
export const firstNames = [
  'Anna',
  'Ben',
  'Chloé',
  'David',
  'Emma',
  'Finn',
  'Greta',
  'Hugo',
  'Ida',
  'Jon',
  'Kim',
  'Lena',
  'Max',
  'Nora',
  'Oli',
  'Pia',
];
export const lastNames = [
  'Abel',
  'Baker',
  'Clark',
  'Dietz',
  'Evans',
  'Faure',
  'Green',
  'Huber',
  'Ito',
  'Jones',
  'Klein',
  'Lopez',
  'Moore',
  'Novak',
];
export const spiders = new Ranked(['Googlebot', 'bingbot', 'YandexBot', 'AhrefsBot', 'SemrushBot', 'GPTBot']);
