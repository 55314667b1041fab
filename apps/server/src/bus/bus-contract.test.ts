import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventBus } from './event-bus.ts';
import { MemoryBus } from './memory-bus.ts';
import { RedisBus } from './redis-bus.ts';
import { RecordingLogger, RedisFixture } from './redis-fixture.ts';

const testRedisUrl = process.env.FOYER_TEST_REDIS_URL;

interface Setup {
  /** Two nodes; one and the same where there can be but one. */
  nodes: [EventBus, EventBus];
  logger: RecordingLogger;
  close(): Promise<void>;
}

async function inMemory(): Promise<Setup> {
  const logger = new RecordingLogger();
  const bus = new MemoryBus(logger);
  return { nodes: [bus, bus], logger, close: () => bus.close() };
}

async function overRedis(): Promise<Setup> {
  const logger = new RecordingLogger();
  const fixture = new RedisFixture(testRedisUrl);
  const open = async () =>
    new RedisBus({
      commands: await fixture.connect(),
      subscriptions: await fixture.connect(),
      prefix: fixture.prefix,
      logger,
    });
  const nodes: [EventBus, EventBus] = [await open(), await open()];
  return {
    nodes,
    logger,
    async close() {
      for (const node of nodes) await node.close();
      await fixture.close();
    },
  };
}

/** Collects messages and lets a test wait for the next `count` of them. */
function collector() {
  const messages: unknown[] = [];
  let wanted = Number.POSITIVE_INFINITY;
  let done = () => {};
  return {
    messages,
    handler: (message: unknown) => {
      messages.push(message);
      if (messages.length >= wanted) done();
    },
    atLeast: (count: number) =>
      new Promise<void>((resolve) => {
        wanted = count;
        done = resolve;
        if (messages.length >= count) resolve();
      }),
  };
}

const setups = [
  { name: 'memory', setUp: inMemory, isThere: true },
  { name: 'Redis', setUp: overRedis, isThere: testRedisUrl !== undefined },
].filter((setup) => setup.isThere);

describe.each(setups)('bus contract: $name', ({ setUp }) => {
  let setup: Setup;
  let here: EventBus;
  let there: EventBus;

  beforeEach(async () => {
    setup = await setUp();
    [here, there] = setup.nodes;
  });
  afterEach(() => setup.close());

  /** Whatever was published by both nodes before this has been delivered when it resolves. */
  async function settle(): Promise<void> {
    const seen = collector();
    const ends = await Promise.all([here.subscribe('settle', seen.handler), there.subscribe('settle', seen.handler)]);
    await here.publish('settle', 1);
    await there.publish('settle', 2);
    await seen.atLeast(4);
    for (const end of ends) await end();
  }

  test('every subscriber on every node hears a message, the publisher too', async () => {
    const [own, other] = [collector(), collector()];
    await here.subscribe('site:1:chats', own.handler);
    await there.subscribe('site:1:chats', other.handler);
    await here.publish('site:1:chats', { chat: 'c', seq: 7, text: 'Grüße 🙋' });
    await Promise.all([own.atLeast(1), other.atLeast(1)]);
    expect([own.messages, other.messages]).toEqual([
      [{ chat: 'c', seq: 7, text: 'Grüße 🙋' }],
      [{ chat: 'c', seq: 7, text: 'Grüße 🙋' }],
    ]);
  });

  test('messages of one publisher arrive in the order in which they were published', async () => {
    const other = collector();
    await there.subscribe('a', other.handler);
    await Promise.all(Array.from({ length: 500 }, (_, index) => here.publish('a', index)));
    await other.atLeast(500);
    expect(other.messages).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  test('channels are kept apart', async () => {
    const [a, b] = [collector(), collector()];
    await here.subscribe('a', a.handler);
    await here.subscribe('b', b.handler);
    await here.publish('a', 'for a');
    await here.publish('b', 'for b');
    await settle();
    expect([a.messages, b.messages]).toEqual([['for a'], ['for b']]);
  });

  test('a handler that throws is logged, and the others still hear', async () => {
    const after = collector();
    await here.subscribe('a', () => {
      throw new Error('broken');
    });
    await here.subscribe('a', async () => {
      throw new Error('broken later');
    });
    await here.subscribe('a', after.handler);
    await here.publish('a', 1);
    await after.atLeast(1);
    await settle();
    expect(setup.logger.errors).toHaveLength(2);
  });

  test('one of two subscriptions to a channel ends without the other', async () => {
    const [first, second] = [collector(), collector()];
    const end = await here.subscribe('a', first.handler);
    await here.subscribe('a', second.handler);
    await end();
    await end();
    await here.publish('a', 1);
    await settle();
    expect([first.messages, second.messages]).toEqual([[], [1]]);
  });

  test('a channel can be left and joined again, also in haste', async () => {
    const seen = collector();
    const end = await here.subscribe('a', seen.handler);
    const ended = end();
    await here.subscribe('a', seen.handler);
    await ended;
    await here.publish('a', 1);
    await settle();
    expect(seen.messages).toEqual([1]);
  });

  test('many subscribe at once and each hears', async () => {
    const all = Array.from({ length: 50 }, collector);
    await Promise.all(all.map((each) => here.subscribe('a', each.handler)));
    await there.publish('a', 1);
    await Promise.all(all.map((each) => each.atLeast(1)));
  });

  test('a message nobody listens to is no error', async () => {
    await here.publish('nobody', null);
    expect(here.isConnected()).toBe(true);
  });
});

describe.runIf(testRedisUrl)('bus over Redis, cut off', () => {
  let fixture: RedisFixture;
  beforeEach(() => {
    fixture = new RedisFixture(testRedisUrl);
  });
  afterEach(() => fixture.close());

  async function open() {
    const [commands, subscriptions] = [await fixture.connect(), await fixture.connect()];
    return {
      commands,
      subscriptions,
      bus: new RedisBus({ commands, subscriptions, prefix: fixture.prefix, logger: new RecordingLogger() }),
    };
  }
  const reconnection = (bus: RedisBus) => new Promise<void>((resolve) => void bus.onReconnected(resolve));

  test('R-029 subscriptions are restored, then onReconnected is called', async () => {
    const { bus, subscriptions } = await open();
    const seen = collector();
    for (let index = 0; index < 1_500; index += 1) await bus.subscribe(`channel-${index}`, seen.handler);
    const back = reconnection(bus);
    subscriptions.disconnect(true);
    await back;
    await bus.publish('channel-0', 'first');
    await bus.publish('channel-1499', 'last');
    await seen.atLeast(2);
    expect(seen.messages).toEqual(['first', 'last']);
  });

  test('who subscribes while cut off hears after the next connection, and who left stays away', async () => {
    const { bus, subscriptions } = await open();
    const [early, late] = [collector(), collector()];
    const end = await bus.subscribe('early', early.handler);
    const back = reconnection(bus);
    const closed = new Promise<void>((resolve) => subscriptions.once('close', () => resolve()));
    subscriptions.disconnect(true);
    await expect(closed).resolves.toBeUndefined();
    expect(bus.isConnected()).toBe(false);
    await bus.subscribe('late', late.handler);
    await end();
    await back;
    await bus.publish('early', 1);
    await bus.publish('late', 2);
    await late.atLeast(1);
    expect([early.messages, late.messages]).toEqual([[], [2]]);
  });

  test('publishing while cut off is refused at once', async () => {
    const { bus, commands } = await open();
    commands.disconnect();
    await expect(bus.publish('a', 1)).rejects.toMatchObject({ name: 'BusError', code: 'bus_unreachable' });
  });

  test('a check of living connections changes nothing', async () => {
    const { bus } = await open();
    await bus.subscribe('a', () => {});
    await bus.checkConnections();
    expect(bus.isConnected()).toBe(true);
  });

  test('a connection that gives no sign of life is made anew', async () => {
    const { bus, subscriptions } = await open();
    const seen = collector();
    await bus.subscribe('a', seen.handler);
    const back = reconnection(bus);
    vi.spyOn(subscriptions, 'ping').mockRejectedValue(new Error('Command timed out'));
    await bus.checkConnections();
    await back;
    await bus.publish('a', 1);
    await seen.atLeast(1);
  });
});
