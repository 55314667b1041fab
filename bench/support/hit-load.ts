/**
 * Sends hits from a process of its own: several page views each of many new visitors, in turn. Told on its channel what to
 * send; answers how long it took and what went wrong.
 */
import autocannon from 'autocannon';
import { browserAgent, forEachOf, openClient } from './socket-client.ts';
import { newVisitor, pageView, type Visitor } from './visitor.ts';

/** What to send. */
export interface HitOrder {
  readonly over: 'http' | 'socket';
  readonly url: string;
  readonly siteKey: string;
  readonly visitors: number;
  readonly viewsEach: number;
  /** True: a floor, which knows no hello. */
  readonly isBare: boolean;
}

/** `ready`: sockets are open, a `go` is awaited. */
export type HitNews =
  | { readonly news: 'ready' }
  | { readonly news: 'done'; readonly elapsedMs: number; readonly failures: number };

const connections = 50;
const say = (news: HitNews) => process.send?.(news);
let go: () => void = () => {};

process.on('message', (message: HitOrder | 'go' | 'stop') => {
  if (message === 'stop') process.exit(0);
  else if (message === 'go') go();
  else if (message.over === 'http') void sendOverHttp(message);
  else void sendOverSockets(message);
});
process.on('disconnect', () => process.exit(0));

async function waitForGo(): Promise<void> {
  const told = new Promise<void>((resolve) => {
    go = resolve;
  });
  say({ news: 'ready' });
  await told;
}

async function sendOverHttp({ url, siteKey, visitors, viewsEach }: HitOrder): Promise<void> {
  const all = Array.from({ length: visitors }, () => newVisitor(siteKey));
  const shares = Array.from({ length: connections }, (_, place) =>
    all.filter((_one, index) => index % connections === place),
  );
  await waitForGo();
  const result = await autocannon({
    url: `${url}/t/hit`,
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': browserAgent, origin: url },
    connections,
    amount: visitors * viewsEach,
    timeout: 30,
    setupClient: (client) => client.setRequests(bodiesOf(shares.pop() ?? [], viewsEach)),
  });
  say({ news: 'done', elapsedMs: result.duration * 1000, failures: result.errors + result.timeouts + result.non2xx });
}

function bodiesOf(visitors: readonly Visitor[], viewsEach: number): { body: string }[] {
  const views = Array.from({ length: viewsEach }, (_, index) => pageView(index + 1));
  return views.flatMap((view) => visitors.map((visitor) => ({ body: JSON.stringify({ ...visitor, ...view }) })));
}

async function sendOverSockets({ url, siteKey, visitors, viewsEach, isBare }: HitOrder): Promise<void> {
  const all = Array.from({ length: visitors }, () => newVisitor(siteKey));
  let failures = 0;
  const sends: (() => Promise<void>)[] = [];
  const closes: (() => void)[] = [];
  await forEachOf(all, 20, async (visitor) => {
    const client = await openClient(`${url}/t/socket`, { origin: url, 'user-agent': browserAgent });
    closes.push(client.close);
    if (!isBare) {
      client.send({ type: 'hello', kind: 'page', protocol: 1, ...visitor });
      await client.next('welcome');
    }
    const frames = Array.from({ length: viewsEach }, (_, index) =>
      isBare
        ? { type: 'page.viewed', ...visitor, ...pageView(index + 1) }
        : { type: 'page.viewed', ...pageView(index + 1) },
    );
    sends.push(
      () =>
        new Promise((resolve) => {
          client.onFrame = (frame) => {
            if (frame.type === 'error') failures += 1;
            else if (frame.type !== 'page.recorded') return;
            const next = frames.shift();
            if (next) client.send(next);
            else resolve();
          };
          client.send(frames.shift() ?? {});
        }),
    );
  });
  await waitForGo();
  const startedAt = performance.now();
  await Promise.all(sends.map((send) => send()));
  say({ news: 'done', elapsedMs: performance.now() - startedAt, failures });
  for (const close of closes) close();
}
