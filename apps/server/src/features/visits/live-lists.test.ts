import type { Site } from '@foyer/protocol/site';
import { type LiveView, type LiveVisit, liveViewSchema } from '@foyer/protocol/visit';
import { start, tab, visit as visitFixture } from '@foyer/rules/test-fixtures';
import type { Visit } from '@foyer/rules/visit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { VisitStore } from '../../bus/visit-store.ts';
import { newId } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { announceConfigurationChange } from '../sites/configuration-changes.ts';
import { createSite } from '../sites/create-site.ts';
import { LiveLists, type LiveUpdate } from './live-lists.ts';
import { toLiveRow } from './live-row.ts';
import { SiteConfigurations } from './site-configuration.ts';
import { type LiveChange, liveChannel } from './visit-channels.ts';

const minute = 60_000;
const view: LiveView = liveViewSchema.parse({ sort: { column: 'name', direction: 'ascending' } });

describe.each(stores)('live lists on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let configurations: SiteConfigurations;
  let now: number;
  let lists: LiveLists;

  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.close());

  beforeEach(async () => {
    now = start;
    site = await own.storage.db
      .transaction()
      .execute((trx) => createSite(trx, { name: 'Shop', leftGraceMinutes: 3, idleMinutes: 2 }, start));
    configurations = new SiteConfigurations(own.storage.db);
    await configurations.follow(own.shared.bus);
    lists = startLists();
    // Only the lists' own timers: those of the connections must go on by themselves.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  });
  afterEach(async () => {
    await lists.close();
    vi.useRealTimers();
  });

  const startLists = (store: VisitStore<Visit> = own.visits) =>
    new LiveLists({ bus: own.shared.bus, store, configurations, now: () => now });

  const visitOf = (name: string, more: Partial<Visit> = {}): Visit => ({
    ...visitFixture,
    id: newId(),
    siteId: site.id,
    visitorId: name,
    visitor: { ...visitFixture.visitor, name },
    ...more,
  });
  const gone = (name: string, at: number): Visit =>
    visitOf(name, { disconnectedAt: at, lastHitAt: at, tabs: { a: { ...tab, lostAt: at } } });
  const arrive = (visit: Visit) =>
    own.visits.update(site.id, visit.visitorId, () => ({ next: visit, wakeAt: null, result: null }));
  async function rowOf(visit: Visit, more: Partial<LiveVisit> = {}): Promise<LiveVisit> {
    const configuration = await configurations.find(site.id);
    if (!configuration) throw new Error('the site is there');
    return { ...toLiveRow(visit, configuration, now), ...more };
  }

  /** Tells a change, and resolves when the lists have heard it. */
  async function change(visitorId: string, row: LiveVisit | null): Promise<void> {
    const heard = Promise.withResolvers<void>();
    const channel = liveChannel(site.id);
    const stop = await own.shared.bus.subscribe(channel, (message) => {
      if ((message as LiveChange).visitorId === visitorId) heard.resolve();
    });
    await own.shared.bus.publish(channel, { visitorId, row } satisfies LiveChange);
    await heard.promise;
    await stop();
  }

  async function watch(of: LiveView = view, from = lists) {
    const told: LiveUpdate[] = [];
    const watching = await from.watch(site.id, of, (update) => told.push(update));
    return { told, ...watching };
  }
  const names = (rows: readonly LiveVisit[] | undefined) => rows?.map((row) => row.name);

  test('who begins to watch is told the whole: rows in order, and counts', async () => {
    await arrive(visitOf('Bert'));
    await arrive(visitOf('Anna'));
    await arrive(gone('Cleo', start - minute));
    await arrive(visitOf('Nobody yet', { pageCount: 0 }));
    const { told } = await watch();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      isSnapshot: true,
      order: ['Anna', 'Bert', 'Cleo'],
      counts: { connected: 2, active: 2, left: 1, matching: 3 },
    });
    expect(names(told[0]?.rows)).toEqual(['Anna', 'Bert', 'Cleo']);
  });

  test('of a site that is not there one is told nothing but zeros', async () => {
    const told: LiveUpdate[] = [];
    const { stop } = await lists.watch(newId(), view, (update) => told.push(update));
    stop();
    expect(told).toMatchObject([{ isSnapshot: true, rows: [], order: [], counts: { connected: 0 } }]);
  });

  test('changes within 250 ms are told at once, and only what changed', async () => {
    const [anna, bert] = [visitOf('Anna'), visitOf('Bert')];
    await arrive(anna);
    await arrive(bert);
    const { told } = await watch();
    await change('Bert', await rowOf(bert, { pageCount: 7 }));
    await change('Bert', await rowOf(bert, { pageCount: 8 }));
    await change('Adam', await rowOf(visitOf('Adam')));
    vi.advanceTimersByTime(249);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject({ isSnapshot: false, order: ['Adam', 'Anna', 'Bert'], counts: { connected: 3 } });
    expect(told[1]?.rows.map((row) => [row.name, row.pageCount])).toEqual([
      ['Adam', 1],
      ['Bert', 8],
    ]);
  });

  test('who went is in the order no more', async () => {
    await arrive(visitOf('Anna'));
    await arrive(visitOf('Bert'));
    const { told } = await watch();
    await change('Anna', null);
    vi.advanceTimersByTime(250);
    expect(told[1]).toMatchObject({ isSnapshot: false, rows: [], order: ['Bert'], counts: { connected: 1 } });
  });

  test('what a screen does not show is told as counts only, and not at all when they are the same', async () => {
    const bert = visitOf('Bert');
    await arrive(visitOf('Anna'));
    await arrive(bert);
    const { told } = await watch({ ...view, filter: { text: 'anna' } });
    await change('Bert', await rowOf(bert, { state: 'idle' }));
    vi.advanceTimersByTime(250);
    expect(told[1]).toMatchObject({ rows: [], order: ['Anna'], counts: { active: 1, idle: 1, matching: 1 } });
    await change('Bert', await rowOf(bert, { state: 'idle', pageCount: 9 }));
    vi.advanceTimersByTime(250);
    expect(told).toHaveLength(2);
  });

  test('who asks is told when the first begins to watch a list, and when the last has stopped', async () => {
    const told: (readonly [siteId: string, isWatched: boolean])[] = [];
    lists.onWatched((siteId, isWatched) => told.push([siteId, isWatched]));
    const [first, second] = [await watch(), await watch()];
    expect(told).toEqual([[site.id, true]]);
    first.stop();
    first.stop();
    expect(told).toHaveLength(1);
    second.stop();
    expect(told.slice(1)).toEqual([[site.id, false]]);
    (await watch()).stop();
    expect(told.slice(2)).toEqual([
      [site.id, true],
      [site.id, false],
    ]);
  });

  test('another view gives a new snapshot, and changes are told by it from then on', async () => {
    const anna = visitOf('Anna');
    await arrive(anna);
    await arrive(visitOf('Bert'));
    const one = await watch();
    one.change({ ...view, sort: { column: 'name', direction: 'descending' }, limit: 1 });
    expect(one.told[1]).toMatchObject({ isSnapshot: true, order: ['Bert'], counts: { matching: 2 } });
    expect(names(one.told[1]?.rows)).toEqual(['Bert']);
    await change('Zoe', await rowOf(visitOf('Zoe')));
    vi.advanceTimersByTime(250);
    expect(one.told[2]).toMatchObject({ isSnapshot: false, order: ['Zoe'] });
  });

  test('each is told by their own view', async () => {
    await arrive(visitOf('Anna'));
    const all = await watch();
    const idle = await watch({ ...view, filter: { states: ['idle'] } });
    await change('Bert', await rowOf(visitOf('Bert'), { state: 'idle' }));
    vi.advanceTimersByTime(250);
    expect([all.told[1]?.order, idle.told[0]?.order, idle.told[1]?.order]).toEqual([['Anna', 'Bert'], [], ['Bert']]);
  });

  test('who left stays for the grace time, and then goes', async () => {
    await arrive(visitOf('Anna'));
    await arrive(gone('Bert', start - minute));
    const { told } = await watch();
    now = start + 2 * minute;
    vi.advanceTimersByTime(5250);
    expect(told).toHaveLength(1);
    now += 1;
    vi.advanceTimersByTime(5250);
    expect(told[1]).toMatchObject({ isSnapshot: false, rows: [], order: ['Anna'], counts: { left: 0 } });
  });

  test('who left longer ago than that is not in the snapshot', async () => {
    await arrive(gone('Bert', start - 3 * minute - 1));
    await arrive(gone('Cleo', start - 3 * minute));
    expect((await watch()).told[0]?.order).toEqual(['Cleo']);
  });

  test('who lost the page only just now has not left', async () => {
    now = start + 10 * minute;
    await arrive(gone('Bert', now - 44_999));
    const { told } = await watch();
    now += 4 * minute;
    vi.advanceTimersByTime(5250);
    expect(told[0]?.order).toEqual(['Bert']);
    expect(told).toHaveLength(1);
  });

  test('who stops is told nothing more, and the others are', async () => {
    const [first, second] = [await watch(), await watch()];
    first.stop();
    await change('Anna', await rowOf(visitOf('Anna')));
    vi.advanceTimersByTime(250);
    expect([first.told.length, second.told[1]?.order]).toEqual([1, ['Anna']]);
  });

  test('who begins to watch as the last one stops is told what comes', async () => {
    const first = await watch();
    const beginning = watch();
    first.stop();
    const second = await beginning;
    await change('Anna', await rowOf(visitOf('Anna')));
    vi.advanceTimersByTime(250);
    expect(second.told.map((update) => update.order)).toEqual([[], ['Anna']]);
  });

  test('after all have stopped the next one is told the whole as it is then', async () => {
    await arrive(visitOf('Anna'));
    (await watch()).stop();
    await arrive(visitOf('Bert'));
    expect((await watch()).told[0]?.order).toEqual(['Anna', 'Bert']);
  });

  describe('with a slow store', () => {
    let reading: PromiseWithResolvers<void>;
    let goOn: PromiseWithResolvers<void>;
    let isSlow: boolean;
    let fails: boolean;
    let slow: LiveLists;

    beforeEach(() => {
      reading = Promise.withResolvers();
      goOn = Promise.withResolvers();
      isSlow = true;
      fails = false;
      const store: VisitStore<Visit> = Object.create(own.visits, {
        list: {
          value: async (siteId: string) => {
            const visits = await own.visits.list(siteId);
            if (isSlow) {
              reading.resolve();
              await goOn.promise;
            }
            if (fails) throw new Error('the store is away');
            return visits;
          },
        },
      });
      slow = startLists(store);
    });
    afterEach(() => slow.close());

    /** Something changed that makes the list be read again: resolves when it is being read. */
    async function readAgain(): Promise<void> {
      isSlow = true;
      await announceConfigurationChange(own.shared.bus, { siteId: site.id, documents: 'alerts' });
      await reading.promise;
    }
    /** Lets the reading end, and what it found be told. */
    async function finish(): Promise<void> {
      goOn.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(250);
    }

    test('what changes while the list is first read is in the snapshot', async () => {
      await arrive(visitOf('Anna'));
      const watching = watch(view, slow);
      await reading.promise;
      await change('Bert', await rowOf(visitOf('Bert')));
      await change('Anna', null);
      goOn.resolve();
      expect((await watching).told[0]?.order).toEqual(['Bert']);
    });

    test('what changes while the list is read again is not lost', async () => {
      isSlow = false;
      await arrive(visitOf('Anna'));
      const { told } = await watch(view, slow);
      await readAgain();
      await change('Bert', await rowOf(visitOf('Bert')));
      await finish();
      expect(told.at(-1)?.order).toEqual(['Anna', 'Bert']);
    });

    test('a list that could not be read again goes on as it was', async () => {
      isSlow = false;
      await arrive(visitOf('Anna'));
      const { told } = await watch(view, slow);
      fails = true;
      await readAgain();
      await change('Bert', await rowOf(visitOf('Bert')));
      await finish();
      await change('Cleo', await rowOf(visitOf('Cleo')));
      vi.advanceTimersByTime(250);
      expect(told.at(-1)?.order).toEqual(['Anna', 'Bert', 'Cleo']);
    });

    test('who stops twice takes the list from nobody else: it is read again with the others', async () => {
      isSlow = false;
      const first = await watch(view, slow);
      first.stop();
      const second = await watch(view, slow);
      first.stop();
      (await watch(view, slow)).stop();
      await arrive(visitOf('Anna'));
      await readAgain();
      await finish();
      expect(second.told.map((update) => update.order)).toEqual([[], ['Anna']]);
    });

    test('who could not begin to watch can try again', async () => {
      fails = true;
      goOn.resolve();
      await expect(watch(view, slow)).rejects.toThrow('away');
      fails = false;
      await arrive(visitOf('Anna'));
      expect((await watch(view, slow)).told[0]?.order).toEqual(['Anna']);
    });
  });
});
