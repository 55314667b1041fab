import { type Scenario, scenarioSchema } from '@foyer/protocol/scenario';
import { isSimulated } from '@foyer/protocol/simulated';
import type { Site } from '@foyer/protocol/site';
import { type LiveView, type LiveVisit, liveViewSchema } from '@foyer/protocol/visit';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UnderWay } from '../../http/under-way.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addAlert } from '../alerts/list-alerts.ts';
import { addInvite } from '../invites/list-invites.ts';
import { createSite } from '../sites/create-site.ts';
import { FactWriter } from '../visits/fact-writer.ts';
import { LiveLists } from '../visits/live-lists.ts';
import { PageHub } from '../visits/page-hub.ts';
import { SiteConfigurations } from '../visits/site-configuration.ts';
import { type Popup, popupChannel } from '../visits/visit-channels.ts';
import { VisitEngine } from '../visits/visit-engine.ts';
import { DemoPlayer } from './play-demo.ts';

const second = 1000;
const minute = 60 * second;
/** In seconds. */
const day = 86_400;
const start = Date.UTC(2026, 2, 1, 9);
const nodeId = 'node';
const view: LiveView = liveViewSchema.parse({ sort: { column: 'startedAt', direction: 'ascending' } });
const shop = 'https://shop.example/demo/';

/**
 * Twenty visitors who each look at four pages, half a minute each; every other one has their page hidden for a while.
 * Every third was there two days before, by an advertisement.
 */
function scenarioOf(seed: number): Scenario {
  const at = (visitor: number, seconds: number) =>
    new Date(Date.UTC(2026, 0, 1, 10) + visitor * minute + seconds * second).toISOString();
  const events = Array.from({ length: 20 }, (_, visitor) => {
    const who = { visitor: `${seed} ${visitor}` };
    const page = (seconds: number, path: string) => ({
      ...who,
      at: at(visitor, seconds),
      type: 'page.viewed',
      url: `${shop}${path}`,
      title: path,
      address: `192.0.2.${visitor}`,
    });
    return [
      ...(visitor % 3 === 0 ? [page(-2 * day, '?source=adwords')] : []),
      page(0, ''),
      page(30, 'products.html'),
      {
        ...who,
        at: at(visitor, 50),
        type: visitor % 2 === 0 ? 'page.hidden' : 'page.scrolled',
        ...(visitor % 2 ? { depth: 60 } : {}),
      },
      page(60, 'products/moon.html'),
      { ...who, at: at(visitor, 70), type: 'contact.changed', name: `Visitor ${visitor}` },
      { ...who, at: at(visitor, 80), type: 'event.happened', name: 'basket' },
      page(90, 'thank-you.html'),
      { ...who, at: at(visitor, 91), type: 'revenue.reported', amount: '12.50', orderId: `A-${visitor}` },
      { ...who, at: at(visitor, 100), type: 'chat.requested' },
    ];
  });
  const addresses = Object.fromEntries(
    Array.from({ length: 20 }, (_, visitor) => [
      `192.0.2.${visitor}`,
      { country: 'DE', organisation: visitor % 2 ? 'Acme' : null },
    ]),
  );
  return scenarioSchema.parse({ addresses, events: events.flat() });
}

describe.each(stores)('B-308 the demo’s visitors on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let now: number;
  let players: DemoPlayer[];
  let underWay: UnderWay;
  let failures: unknown[];
  /** What waits for its time. */
  let waiting: Set<{ readonly at: number; readonly then: () => void }>;
  let world: { engine: VisitEngine; hub: PageHub; configurations: SiteConfigurations; lists: LiveLists };

  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.close());

  beforeEach(async () => {
    now = start;
    players = [];
    failures = [];
    waiting = new Set();
    underWay = new UnderWay();
    const { storage, shared } = own;
    site = await storage.db
      .transaction()
      .execute((trx) => createSite(trx, { name: 'Demo shop', idleMinutes: 5, leftGraceMinutes: 5 }, start));
    const configurations = new SiteConfigurations(storage.db);
    const hub = new PageHub(shared.bus);
    const engine = new VisitEngine({
      storage,
      store: own.visits,
      bus: shared.bus,
      configurations,
      facts: new FactWriter(storage, { schedule: (work) => setImmediate(work) }),
      staffOf: () => ({ online: 1, withRoom: 1, queueLength: 0, insideOpeningHours: null }),
      logger: pino({ level: 'warn' }, { write: (line) => failures.push(line) }),
      now: () => now,
      onPresenceChanged: () => undefined,
      onHostNameWanted: () => undefined,
      onWakeUp: () => undefined,
      underWay,
    });
    const lists = new LiveLists({ bus: shared.bus, store: own.visits, configurations, now: () => now });
    world = { engine, hub, configurations, lists };
  });
  afterEach(async () => {
    for (const player of players) await player.close();
    await settled();
    await world.lists.close();
    expect(failures).toEqual([]);
    expect(waiting.size).toBe(0);
  });

  function startPlayer(maxVisitors = 8): DemoPlayer {
    const player = new DemoPlayer({
      ...world,
      siteId: site.id,
      nodeId,
      maxVisitors,
      scenarioOf,
      isOrderBooked: () => Promise.resolve(false),
      now: () => now,
      random: numbers(7),
      report: (work) => {
        underWay.follow(work);
        work.catch((error) => failures.push(error));
      },
      wait: (ms, then) => {
        const one = { at: now + ms, then };
        waiting.add(one);
        return () => waiting.delete(one);
      },
    });
    players.push(player);
    world.lists.onWatched((siteId, isWatched) => {
      if (siteId === site.id) player.watch(isWatched);
    });
    return player;
  }

  /** Resolves when nothing is under way, and what was told has been heard. */
  async function settled(): Promise<void> {
    await underWay.settled();
    const heard = Promise.withResolvers<void>();
    const stop = await own.shared.bus.subscribe('settled', () => heard.resolve());
    await own.shared.bus.publish('settled', {});
    await heard.promise;
    await stop();
    await underWay.settled();
  }

  /** Lets time go by, from one thing that waited for it to the next. */
  async function pass(ms: number): Promise<void> {
    const until = now + ms;
    for (;;) {
      const [next] = [...waiting].sort((one, other) => one.at - other.at);
      if (next === undefined || next.at > until) break;
      now = Math.max(now, next.at);
      waiting.delete(next);
      next.then();
      await settled();
    }
    now = until;
  }

  async function watch() {
    const { stop } = await world.lists.watch(site.id, view, () => undefined);
    await settled();
    return { stop };
  }
  /** The list as somebody would see it who looks at it for the first time. */
  async function look(): Promise<readonly LiveVisit[]> {
    const others = new LiveLists({
      bus: own.shared.bus,
      store: own.visits,
      configurations: world.configurations,
      now: () => now,
    });
    let rows: readonly LiveVisit[] = [];
    (await others.watch(site.id, view, (update) => (rows = update.rows))).stop();
    return rows;
  }
  const connected = (rows: readonly LiveVisit[]) => rows.filter((row) => row.leftAt === null);

  test('nobody watches: nobody comes', async () => {
    startPlayer();
    await pass(5 * minute);
    expect(await look()).toEqual([]);
  });

  test('another site is watched: nobody comes', async () => {
    startPlayer();
    const other = await own.storage.db.transaction().execute((trx) => createSite(trx, { name: 'Other' }, start));
    const { stop } = await world.lists.watch(other.id, view, () => undefined);
    await pass(minute);
    stop();
    expect(await look()).toEqual([]);
  });

  test('who begins to watch has a lively list at once: visitors who read, one who is idle, some who have left', async () => {
    startPlayer();
    const { stop } = await watch();
    const rows = await look();
    const states = Object.groupBy(rows, ({ state }) => state);
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(rows.length).toBeLessThanOrEqual(10);
    expect(states.active?.length).toBeGreaterThanOrEqual(4);
    expect(states.idle).toHaveLength(1);
    expect(states.left).toHaveLength(2);
    expect(rows.every(({ startedAt }) => startedAt <= start)).toBe(true);
    expect(new Set(rows.map(({ pageUrl }) => pageUrl)).size).toBeGreaterThan(1);
    stop();
  });

  test('they are told apart by their organisation, and nobody real has their addresses', async () => {
    startPlayer();
    const { stop } = await watch();
    const rows = await look();
    expect(rows.filter((row) => !isSimulated(row))).toEqual([]);
    expect(new Set(rows.map(({ organisation }) => organisation))).toEqual(new Set(['Simulated', 'Simulated · Acme']));
    expect(rows.every(({ address }) => address.startsWith('192.0.2.'))).toBe(true);
    expect(rows.every(({ visitorId }) => /^[0-9a-f]{32}$/.test(visitorId))).toBe(true);
    stop();
  });

  test('they go on at their pace, without end, and never more at once than allowed', async () => {
    startPlayer(4);
    const { stop } = await watch();
    const seen = new Set<string>();
    for (let minutes = 0; minutes < 15; minutes += 1) {
      const rows = await look();
      expect(connected(rows).length).toBeLessThanOrEqual(4);
      expect(connected(rows).length).toBeGreaterThanOrEqual(2);
      for (const { visitorId } of rows) seen.add(visitorId);
      await pass(minute);
    }
    // More than one scenario has.
    expect(seen.size).toBeGreaterThan(20);
    stop();
  });

  test('the last watcher leaves: they stop, their pages count as disconnected, and no timer is left', async () => {
    startPlayer();
    const [one, other] = [await watch(), await watch()];
    one.stop();
    await pass(30 * second);
    const before = await look();
    other.stop();
    await pass(6 * second);
    expect(waiting.size).toBe(0);
    const after = await look();
    expect(connected(after)).toEqual([]);
    await pass(5 * minute);
    const pages = (rows: readonly LiveVisit[]) => Object.fromEntries(rows.map((row) => [row.visitorId, row.pageCount]));
    const later = await own.visits.list(site.id);
    expect(Object.fromEntries(later.map((visit) => [visit.visitorId, visit.pageCount]))).toMatchObject(pages(before));
    expect(later).toHaveLength(before.length);
  });

  test('a console that looks away for a moment finds the same visitors, who have not noticed', async () => {
    startPlayer();
    const first = await watch();
    const before = connected(await look()).map(({ visitorId }) => visitorId);
    first.stop();
    const again = await watch();
    expect(connected(await look()).map(({ visitorId }) => visitorId)).toEqual(before);
    again.stop();
  });

  test('whoever comes back after some minutes finds them where they were', async () => {
    startPlayer();
    const first = await watch();
    const before = connected(await look());
    first.stop();
    await pass(4 * minute);
    const back = await watch();
    const after = connected(await look());
    expect(after.map(({ visitorId, pageUrl }) => [visitorId, pageUrl])).toEqual(
      before.map(({ visitorId, pageUrl }) => [visitorId, pageUrl]),
    );
    await pass(minute);
    const walked = connected(await look()).filter(({ visitorId, pageCount }) =>
      before.some((row) => row.visitorId === visitorId && row.pageCount < pageCount),
    );
    expect(walked.length).toBeGreaterThan(0);
    back.stop();
  });

  test('whoever comes back later finds others', async () => {
    startPlayer();
    const first = await watch();
    const before = connected(await look()).map(({ visitorId }) => visitorId);
    first.stop();
    await pass(11 * minute);
    const back = await watch();
    const after = connected(await look()).map(({ visitorId }) => visitorId);
    expect(after.length).toBeGreaterThanOrEqual(6);
    expect(after.filter((visitorId) => before.includes(visitorId))).toEqual([]);
    back.stop();
  });

  test('they answer invites as pages do, and never begin a chat', async () => {
    await own.storage.db.transaction().execute((trx) =>
      addInvite(trx, site.id, {
        name: 'Help with choosing',
        altText: 'Ask us',
        autoSend: { enabled: true, pages: ['demo/products/*'] },
        delaySeconds: 3,
        displaySeconds: 20,
      }),
    );
    startPlayer();
    const { stop } = await watch();
    await pass(4 * minute);
    stop();
    const invitations = await own.storage.db
      .selectFrom('invitation')
      .selectAll()
      .where('site_id', '=', site.id)
      .execute();
    const states = Object.groupBy(invitations, ({ state }) => state);
    expect(states.declined?.length).toBeGreaterThan(0);
    expect(states.timedOut?.length).toBeGreaterThan(0);
    expect(states.accepted).toBeUndefined();
    expect((await own.visits.list(site.id)).filter(({ chat }) => chat !== null)).toEqual([]);
    const shown = invitations.filter((row) => row.shown_at !== null);
    expect(shown.every((row) => Number(row.shown_at) - Number(row.queued_at) >= 3 * second)).toBe(true);
  });

  test('some have been there before, which pops up on nobody’s screen any more', async () => {
    await addAlert(own.storage.db, site.id, {
      name: 'AdWords',
      entryPages: ['*source=adwords'],
      actions: { popup: true },
    });
    const popups: Popup[] = [];
    const unsubscribe = await own.shared.bus.subscribe(popupChannel(site.id), (message) =>
      popups.push(message as Popup),
    );
    startPlayer();
    const { stop } = await watch();
    await pass(3 * minute);
    const again = (await look()).filter((row) => row.visitNumber === 2);
    stop();
    expect(again.length).toBeGreaterThan(0);
    const visits = await own.storage.db.selectFrom('visit').selectAll().where('site_id', '=', site.id).execute();
    const before = again.map(({ visitorId, startedAt }) => {
      const first = visits.find((visit) => visit.visitor_id === visitorId && visit.visit_number === 1);
      return [first?.alert_name, startedAt - Number(first?.started_at)];
    });
    expect(before).toEqual(again.map(() => ['AdWords', 2 * day * second]));
    const ids = new Set(again.map(({ visitorId }) => visitorId));
    expect(popups.filter(({ visit }) => ids.has(visit.visitorId))).toEqual([]);
    expect(popups.length).toBeGreaterThan(0);
    await unsubscribe();
  });

  test('what they spend is booked once for each, though all scenarios number their orders alike', async () => {
    startPlayer();
    const { stop } = await watch();
    await pass(4 * minute);
    stop();
    await settled();
    const entries = await own.storage.db
      .selectFrom('revenue_entry')
      .selectAll()
      .where('site_id', '=', site.id)
      .execute();
    const visitors = new Set(entries.map((row) => row.visitor_id));
    expect(entries.length).toBeGreaterThan(8);
    expect(visitors.size).toBe(entries.length);
    expect(new Set(entries.map((row) => row.amount))).toEqual(new Set([1250]));
  });

  test('what goes wrong for one is reported, and the others go on', async () => {
    const { engine } = world;
    let calls = 0;
    world = {
      ...world,
      engine: Object.assign(Object.create(engine), {
        happen: (...event: Parameters<VisitEngine['happen']>) => {
          calls += 1;
          return calls === 5 ? Promise.reject(new Error('The disk is full')) : engine.happen(...event);
        },
      }),
    };
    startPlayer();
    const { stop } = await watch();
    expect(failures).toEqual([new Error('The disk is full')]);
    failures = [];
    expect(connected(await look()).length).toBeGreaterThanOrEqual(6);
    stop();
  });

  test('closed: it stops', async () => {
    const player = startPlayer();
    const { stop } = await watch();
    await player.close();
    expect(connected(await look())).toEqual([]);
    stop();
  });
});

/** Numbers from 0 to 1, the same for the same seed (the minimal standard of Park and Miller). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
