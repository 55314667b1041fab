/** Visitors of many places for the screenshots: real connections, whose addresses a trusted proxy tells. */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';

const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
const android =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Mobile Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

interface Person {
  readonly name?: string;
  readonly company?: string;
  readonly address: string;
  readonly userAgent: string;
  readonly referrer: string;
  /** How long ago they came. */
  readonly minutes: number;
  readonly pages: readonly (readonly [path: string, title: string])[];
  /** What they bought for, on their last page. */
  readonly revenue?: string;
}

const home = ['', 'Lark & Lantern · Lamps made slowly'] as const;
const lamps = ['products.html', 'All lamps · Lark & Lantern'] as const;
const moon = ['products/moon-table-lamp.html', 'Moon table lamp · Lark & Lantern'] as const;
const arc = ['products/arc-desk-lamp.html', 'Arc desk lamp · Lark & Lantern'] as const;
const sales = ['sales.html', 'For business · Lark & Lantern'] as const;
const about = ['about.html', 'About us · Lark & Lantern'] as const;
const basket = ['basket.html', 'Basket · Lark & Lantern'] as const;
const advertisement = ['?utm_campaign=autumn&utm_medium=cpc&source=adwords', home[1]] as const;

const people: readonly Person[] = [
  {
    name: 'Marta Nowak',
    company: 'Studio Nowak',
    address: '83.0.101.7',
    userAgent: mac,
    referrer: 'https://www.google.com/search?q=brass+desk+lamp',
    minutes: 14,
    pages: [home, lamps, arc],
  },
  {
    address: '81.2.69.160',
    userAgent: windows,
    referrer: 'https://www.google.co.uk/search?q=handmade+lamps',
    minutes: 3,
    pages: [advertisement, lamps, moon],
  },
  {
    name: 'Tomás Herrera',
    address: '88.26.240.15',
    userAgent: iphone,
    referrer: 'https://www.instagram.com/',
    minutes: 6,
    pages: [lamps, moon],
    revenue: '89.00',
  },
  { address: '141.20.1.31', userAgent: firefox, referrer: 'https://duckduckgo.com/', minutes: 9, pages: [home, about] },
  {
    name: 'Aiko Tanaka',
    company: 'Kissa Hoshi',
    address: '133.11.93.1',
    userAgent: mac,
    referrer: 'https://chatgpt.com/',
    minutes: 22,
    pages: [home, sales, lamps, basket],
  },
  {
    address: '24.48.0.1',
    userAgent: windows,
    referrer: 'https://www.bing.com/search?q=tripod+floor+lamp',
    minutes: 1,
    pages: [advertisement],
  },
  { address: '193.190.198.10', userAgent: android, referrer: '', minutes: 4, pages: [home] },
  {
    name: 'Ingrid Solberg',
    company: 'Fjordlys AS',
    address: '129.240.2.6',
    userAgent: windows,
    referrer: 'https://mail.google.com/',
    minutes: 11,
    pages: [sales, basket],
    revenue: '1240.00',
  },
  {
    address: '130.102.6.1',
    userAgent: iphone,
    referrer: 'https://www.pinterest.com/pin/88',
    minutes: 2,
    pages: [moon],
  },
  {
    address: '200.160.2.3',
    userAgent: android,
    referrer: 'https://www.google.com.br/search?q=luminaria',
    minutes: 5,
    pages: [home, lamps],
  },
];

/** Connects them to the demo shop's site one after another and walks each through their pages. The answer sends them away. */
export async function bringCrowd(url: string, siteKey: string): Promise<() => void> {
  const sockets: WebSocket[] = [];
  for (const person of people) sockets.push(await walk(url, siteKey, person));
  return () => {
    for (const socket of sockets) socket.terminate();
  };
}

async function walk(url: string, siteKey: string, person: Person): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/t/socket`, {
    headers: { origin: url, 'user-agent': person.userAgent, 'x-forwarded-for': person.address },
  });
  const frames = new Promise<void>((resolve, reject) => {
    let recorded = 0;
    socket.on('error', reject);
    socket.on('message', (data) => {
      if (JSON.parse(String(data)).type === 'page.recorded') recorded += 1;
      if (recorded === person.pages.length) resolve();
    });
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send = (frame: object) => socket.send(JSON.stringify(frame));
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  send({ type: 'hello', kind: 'page', protocol: 1, site: siteKey, visitor: hex(16), tab: hex(8) });
  person.pages.forEach(([path, title], index) => {
    const ageMs = Math.round((person.minutes * 60_000 * (person.pages.length - index)) / person.pages.length);
    send({
      ageMs,
      type: 'page.viewed',
      n: index + 1,
      url: `${url}/demo/${path}`,
      title,
      visible: true,
      language: 'en',
      referrer: index === 0 ? person.referrer : `${url}/demo/`,
      screenWidth: 1440,
    });
  });
  if (person.name)
    send({ type: 'contact.changed', name: person.name, ...(person.company ? { company: person.company } : {}) });
  await frames;
  if (person.revenue) send({ type: 'revenue.reported', n: person.pages.length + 1, ageMs: 0, amount: person.revenue });
  return socket;
}
