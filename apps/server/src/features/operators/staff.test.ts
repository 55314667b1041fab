import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventBus } from '../../bus/event-bus.ts';
import { MemoryBus } from '../../bus/memory-bus.ts';
import { MemoryPresence } from '../../bus/memory-presence.ts';
import type { Presence } from '../../bus/presence.ts';
import { RedisBus } from '../../bus/redis-bus.ts';
import { RecordingLogger, RedisFixture } from '../../bus/redis-fixture.ts';
import { RedisPresence } from '../../bus/redis-presence.ts';
import { type ChatLoad, type OperatorPresence, Staff } from './staff.ts';

const testRedisUrl = process.env.FOYER_TEST_REDIS_URL;
const logger = new RecordingLogger();

/** A node's part of what the nodes share. */
interface Node {
  readonly bus: EventBus;
  readonly presence: Presence;
}

async function inMemory() {
  const bus = new MemoryBus(logger);
  const node: Node = { bus, presence: new MemoryPresence('node-a') };
  return { nodes: [node, node] as const, die: async () => undefined, close: () => bus.close() };
}

async function overRedis() {
  const fixture = new RedisFixture(testRedisUrl);
  const start = async (nodeId: string) => {
    const commands = await fixture.connect();
    const bus = new RedisBus({ commands, subscriptions: await fixture.connect(), prefix: fixture.prefix, logger });
    const presence = new RedisPresence({ nodeId, commands, bus, prefix: fixture.prefix, logger });
    await presence.start();
    return { bus, presence };
  };
  const nodes = [await start('node-a'), await start('node-b')] as const;
  return {
    nodes,
    /** What Redis does when the second node has not been heard of for its time to live; the first one then looks. */
    async die() {
      const redis = await fixture.connect();
      await redis.del(`${fixture.prefix}node:node-b`);
      await nodes[0].presence.tick();
    },
    async close() {
      for (const { presence, bus } of nodes) {
        await presence.close();
        await bus.close();
      }
      await fixture.close();
    },
  };
}

const setups = [
  { name: 'memory', setUp: inMemory, isThere: true },
  { name: 'Redis, two nodes', setUp: overRedis, isThere: testRedisUrl !== undefined },
].filter((setup) => setup.isThere);

const olga: OperatorPresence = { operatorId: 'olga', name: 'Olga', siteIds: ['shop'], status: 'online', maxChats: 0 };
const otto: OperatorPresence = { ...olga, operatorId: 'otto', name: 'Otto' };

describe.each(setups)('staff over $name', ({ name, setUp }) => {
  let setup: Awaited<ReturnType<typeof inMemory> | ReturnType<typeof overRedis>>;
  let load: { activeByOperator: Map<string, number>; pendingBySite: Map<string, number> };
  let now: number;
  let here: Staff;
  /** The other node's view; where there is but one node, its own. */
  let there: Staff;

  beforeEach(async () => {
    setup = await setUp();
    load = { activeByOperator: new Map(), pendingBySite: new Map() };
    now = Date.UTC(2026, 2, 1, 9);
    here = startStaff(setup.nodes[0]);
    await here.follow();
    there = setup.nodes[0] === setup.nodes[1] ? here : startStaff(setup.nodes[1]);
    if (there !== here) await there.follow();
  });
  afterEach(() => setup.close());

  const startStaff = (node: Node, readLoad: () => Promise<ChatLoad> = async () => structuredClone(load)) =>
    new Staff(node.presence, node.bus, readLoad, () => now);
  const online = (siteId = 'shop') => here.factsOf(siteId).online;

  /** Resolves once this holds after some change of this node's view. */
  const until = (staff: Staff, holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (holds()) resolve();
      };
      staff.onChange(look);
      look();
    });

  test('with nobody connected nobody is Online', () => {
    expect(here.factsOf('shop')).toEqual({ online: 0, withRoom: 0, queueLength: 0, insideOpeningHours: null });
    expect([here.isConnected('olga'), here.colleaguesOf(null)]).toEqual([false, []]);
  });

  test.each<[who: string, operator: Partial<OperatorPresence>, activeChats: number, expected: number]>([
    ['Online, without a limit', {}, 50, 1],
    ['Online, without a chat', { maxChats: 3 }, 0, 1],
    ['Online, with room for one more', { maxChats: 3 }, 2, 1],
    ['Online, at the limit', { maxChats: 3 }, 3, 0],
    ['Online, over a limit that was lowered', { maxChats: 3 }, 4, 0],
    ['Busy', { status: 'busy' }, 0, 0],
    ['Away', { status: 'away' }, 0, 0],
    ['Online on all sites', { siteIds: null }, 0, 1],
    ['Online on several sites', { siteIds: ['market', 'shop'] }, 0, 1],
    ['Online on another site', { siteIds: ['market'] }, 0, 0],
    ['Online on no site', { siteIds: [] }, 0, 0],
  ])('counted as there to chat: %s', async (_who, operator, activeChats, expected) => {
    load.activeByOperator.set('olga', activeChats);
    await here.join('1', { ...olga, ...operator });
    expect(here.factsOf('shop')).toMatchObject({ online: expected, withRoom: expected });
  });

  test('each operator counts by their own limit', async () => {
    load.activeByOperator.set('olga', 2).set('otto', 2);
    await here.join('1', { ...olga, maxChats: 2 });
    await here.join('2', { ...otto, maxChats: 3 });
    expect(online()).toBe(1);
  });

  test('a site’s queue is as long as its waiting chats', async () => {
    load.pendingBySite.set('shop', 3).set('market', 5);
    await here.refresh();
    expect([here.factsOf('shop').queueLength, here.factsOf('market').queueLength]).toEqual([3, 5]);
  });

  test('who leaves is counted no more', async () => {
    await here.join('1', olga);
    expect([online(), here.isConnected('olga')]).toEqual([1, true]);
    await here.leave('1', 'olga');
    expect([online(), here.isConnected('olga')]).toEqual([0, false]);
  });

  test('an operator with two clients counts once, until the last one is gone', async () => {
    await here.join('1', olga);
    await there.join('2', olga);
    await here.refresh();
    expect([online(), here.colleaguesOf(null)]).toMatchObject([1, [{ name: 'Olga' }]]);
    await here.leave('1', 'olga');
    expect([online(), here.isConnected('olga')]).toEqual([1, true]);
    await there.leave('2', 'olga');
    await here.refresh();
    expect([online(), here.isConnected('olga')]).toEqual([0, false]);
  });

  test.each(['first', 'second'])('the newest status counts, chosen at whichever client: the %s', async (which) => {
    await here.join('1', olga);
    now += 1000;
    await there.join('2', olga);
    now += 1000;
    if (which === 'first') await here.join('1', { ...olga, status: 'away' });
    else await there.join('2', { ...olga, status: 'away' });
    for (const node of [here, there]) {
      await node.refresh();
      expect([node.factsOf('shop').online, node.colleaguesOf(null)[0]?.status]).toEqual([0, 'away']);
    }
  });

  test('of two statuses of one millisecond on one node the later one counts', async () => {
    await here.join('1', { ...olga, status: 'away' });
    await here.join('2', olga);
    await here.join('1', { ...olga, status: 'away' });
    expect(online()).toBe(0);
    await here.join('2', olga);
    expect(online()).toBe(1);
  });

  test('colleagues come by name, each once, with status and chats', async () => {
    load.activeByOperator.set('otto', 2).set('olga', 1);
    await here.join('1', { ...otto, maxChats: 2 });
    await here.join('2', { ...olga, status: 'away' });
    await here.join('3', { ...olga, operatorId: 'adam', name: 'Ådam', maxChats: 2 });
    expect(here.colleaguesOf(null)).toEqual([
      { operatorId: 'adam', name: 'Ådam', status: 'online', activeChats: 0 },
      { operatorId: 'olga', name: 'Olga', status: 'away', activeChats: 1 },
      // At the limit, which counts as Busy.
      { operatorId: 'otto', name: 'Otto', status: 'busy', activeChats: 2 },
    ]);
  });

  test.each<[sites: string[] | null, seen: string[]]>([
    [null, ['Everywhere', 'Market', 'Shop']],
    [['shop'], ['Everywhere', 'Shop']],
    [
      ['shop', 'market'],
      ['Everywhere', 'Market', 'Shop'],
    ],
    [['other'], ['Everywhere']],
  ])('who works on %j sees %j', async (sites, seen) => {
    await here.join('1', { ...olga, operatorId: 'shop', name: 'Shop' });
    await here.join('2', { ...olga, operatorId: 'market', name: 'Market', siteIds: ['market'] });
    await here.join('3', { ...olga, operatorId: 'all', name: 'Everywhere', siteIds: null });
    await here.join('4', { ...olga, operatorId: 'none', name: 'Nowhere', siteIds: [] });
    const colleagues = here.colleaguesOf(sites === null ? null : new Set(sites)).map((colleague) => colleague.name);
    expect(colleagues.filter((colleague) => colleague !== 'Nowhere')).toEqual(seen);
  });

  test('every node hears of who comes and of a changed load', async () => {
    await here.join('1', { ...olga, maxChats: 1 });
    await until(there, () => there.factsOf('shop').online === 1);
    load.activeByOperator.set('olga', 1);
    await here.announce();
    await until(there, () => there.factsOf('shop').online === 0);
    expect(there.colleaguesOf(null)).toMatchObject([{ name: 'Olga', status: 'busy', activeChats: 1 }]);
  });

  test('with the bus away this node’s own view is right all the same', async () => {
    const { bus, presence } = setup.nodes[0];
    const cutOff: EventBus = {
      publish: () => Promise.reject(new Error('away')),
      subscribe: bus.subscribe.bind(bus),
      onReconnected: bus.onReconnected.bind(bus),
      isConnected: () => false,
      close: () => Promise.resolve(),
    };
    const staff = startStaff({ bus: cutOff, presence });
    await staff.join('1', olga);
    expect(staff.factsOf('shop').online).toBe(1);
  });

  test('with the database away what was known stands', async () => {
    let isAway = false;
    const staff = startStaff(setup.nodes[0], async () => {
      if (isAway) throw new Error('away');
      return load;
    });
    await staff.join('1', olga);
    isAway = true;
    await staff.leave('1', 'olga');
    expect(staff.factsOf('shop').online).toBe(1);
    isAway = false;
    await staff.refresh();
    expect(staff.factsOf('shop').online).toBe(0);
  });

  test('however many calls come while a reading is under way, they lead to one more', async () => {
    let reads = 0;
    const begun = Promise.withResolvers<void>();
    const staff = startStaff(setup.nodes[0], async () => {
      reads += 1;
      begun.resolve();
      return load;
    });
    const first = staff.refresh();
    await begun.promise;
    await Promise.all([first, ...Array.from({ length: 20 }, () => staff.refresh())]);
    expect(reads).toBe(2);
  });

  test('a call that comes just as a reading ends is not lost', async () => {
    const staff = startStaff(setup.nodes[0]);
    const later = Promise.withResolvers<void>();
    staff.onChange(() => {
      // In the turn in which it was told, after the reader has looked whether one more is needed.
      queueMicrotask(() => {
        if (load.pendingBySite.has('shop')) return;
        load.pendingBySite.set('shop', 4);
        later.resolve(staff.refresh());
      });
    });
    await staff.refresh();
    await later.promise;
    expect(staff.factsOf('shop').queueLength).toBe(4);
  });

  test.runIf(name !== 'memory')('operators of a node that died vanish', async () => {
    await here.join('1', olga);
    await there.join('2', otto);
    await here.refresh();
    expect(online()).toBe(2);
    const dropped = until(here, () => !here.isConnected('otto'));
    await (setup as Awaited<ReturnType<typeof overRedis>>).die();
    await dropped;
    expect([online(), here.isConnected('olga')]).toEqual([1, true]);
  });

  test.runIf(name !== 'memory')('operators of a node that stops vanish at once', async () => {
    await there.join('2', otto);
    await here.refresh();
    const dropped = until(here, () => !here.isConnected('otto'));
    await setup.nodes[1].presence.close();
    await dropped;
    expect(online()).toBe(0);
  });
});
