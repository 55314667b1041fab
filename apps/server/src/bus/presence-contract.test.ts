import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryPresence } from './memory-presence.ts';
import type { Presence } from './presence.ts';
import { RedisBus } from './redis-bus.ts';
import { RecordingLogger, RedisFixture } from './redis-fixture.ts';
import { RedisPresence } from './redis-presence.ts';

const testRedisUrl = process.env.FOYER_TEST_REDIS_URL;

class Nodes {
  readonly fixture = new RedisFixture(testRedisUrl);
  readonly #logger = new RecordingLogger();

  async start(nodeId: string, options: { now?: () => number } = {}) {
    const commands = await this.fixture.connect();
    const bus = new RedisBus({
      commands,
      subscriptions: await this.fixture.connect(),
      prefix: this.fixture.prefix,
      logger: this.#logger,
    });
    const presence = new RedisPresence({
      nodeId,
      commands,
      bus,
      prefix: this.fixture.prefix,
      logger: this.#logger,
      ...options,
    });
    await presence.start();
    return { presence, commands, bus };
  }

  /** What Redis does when a node has not been heard of for its time to live. */
  async die(nodeId: string): Promise<void> {
    const redis = await this.fixture.connect();
    await redis.del(`${this.fixture.prefix}node:${nodeId}`);
  }
}

const setups = [
  {
    name: 'memory',
    isThere: true,
    setUp: async () => ({ presence: new MemoryPresence('node-a') as Presence, close: async () => {} }),
  },
  {
    name: 'Redis',
    isThere: testRedisUrl !== undefined,
    setUp: async () => {
      const nodes = new Nodes();
      return { presence: (await nodes.start('node-a')).presence as Presence, close: () => nodes.fixture.close() };
    },
  },
].filter((setup) => setup.isThere);

describe.each(setups)('presence contract: $name', ({ setUp }) => {
  let presence: Presence;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ presence, close } = await setUp());
  });
  afterEach(() => close());

  test('an entry is there until it is replaced or removed', async () => {
    await presence.set('site:operators', 'olga', { busy: false });
    await presence.set('site:operators', 'olga', { busy: true, text: 'Grüße' });
    expect(await presence.list('site:operators')).toEqual([
      { node: 'node-a', member: 'olga', value: { busy: true, text: 'Grüße' } },
    ]);
    await presence.remove('site:operators', 'olga');
    await presence.remove('site:operators', 'olga');
    expect(await presence.list('site:operators')).toEqual([]);
  });

  test('groups and members are kept apart, whatever their names', async () => {
    await presence.set('one', 'a:b', 1);
    await presence.set('one', 'a', 2);
    await presence.set('two', 'a', 3);
    const members = (await presence.list('one')).map(({ member, value }) => [member, value]);
    expect(members.sort()).toEqual([
      ['a', 2],
      ['a:b', 1],
    ]);
  });

  test('a node knows itself', async () => {
    expect([presence.nodeId, await presence.liveNodes()]).toEqual(['node-a', ['node-a']]);
  });

  test('after closing nothing is left', async () => {
    await presence.set('one', 'a', 1);
    await presence.close();
    expect(await presence.list('one')).toEqual([]);
  });
});

describe.runIf(testRedisUrl)('presence of several nodes over Redis', () => {
  let nodes: Nodes;
  beforeEach(() => {
    nodes = new Nodes();
  });
  afterEach(() => nodes.fixture.close());

  const changeOf = (presence: Presence) => new Promise<string[]>((resolve) => void presence.onNodesChanged(resolve));
  const entriesOf = async (presence: Presence) =>
    (await presence.list('site')).map(({ node, member }) => `${node} ${member}`).sort();

  test('each sees the entries of the other, and one member may be on both', async () => {
    const [a, b] = [await nodes.start('node-a'), await nodes.start('node-b')];
    await a.presence.set('site', 'olga', 1);
    await b.presence.set('site', 'olga', 2);
    await b.presence.set('site', 'omar', 3);
    for (const { presence } of [a, b])
      expect(await entriesOf(presence)).toEqual(['node-a olga', 'node-b olga', 'node-b omar']);
    await b.presence.remove('site', 'olga');
    expect(await entriesOf(a.presence)).toEqual(['node-a olga', 'node-b omar']);
  });

  test('a node that joins is told to the others', async () => {
    const a = await nodes.start('node-a');
    const change = changeOf(a.presence);
    await nodes.start('node-b');
    expect(await change).toEqual(['node-a', 'node-b']);
  });

  test('a node that leaves takes its entries with it, and the others are told', async () => {
    const [a, b] = [await nodes.start('node-a'), await nodes.start('node-b')];
    await a.presence.tick();
    await b.presence.set('site', 'omar', 1);
    const change = changeOf(a.presence);
    await b.presence.close();
    expect(await change).toEqual(['node-a']);
    expect(await entriesOf(a.presence)).toEqual([]);
  });

  test('entries of a node that died are ignored and cleaned, and the next tick tells', async () => {
    const [a, b] = [await nodes.start('node-a'), await nodes.start('node-b')];
    await a.presence.tick();
    await b.presence.set('site', 'omar', 1);
    await nodes.die('node-b');
    expect(await entriesOf(a.presence)).toEqual([]);
    expect(await a.commands.hlen(`${nodes.fixture.prefix}site:presence`)).toBe(0);
    const change = changeOf(a.presence);
    await a.presence.tick();
    expect(await change).toEqual(['node-a']);
  });

  test('R-030 a node taken for dead puts its entries up again when it goes on', async () => {
    const [a, b] = [await nodes.start('node-a'), await nodes.start('node-b')];
    await b.presence.set('site', 'omar', 1);
    await nodes.die('node-b');
    await a.presence.list('site');
    await b.presence.tick();
    expect(await entriesOf(a.presence)).toEqual(['node-b omar']);
    expect(await a.presence.liveNodes()).toEqual(['node-a', 'node-b']);
  });

  test('R-028 after Redis came back empty each node puts its entries up again', async () => {
    const [a, b] = [await nodes.start('node-a'), await nodes.start('node-b')];
    await a.presence.set('site', 'olga', 1);
    await b.presence.set('site', 'omar', 1);
    await nodes.fixture.empty();
    await Promise.all([a.presence.tick(), b.presence.tick()]);
    expect(await entriesOf(a.presence)).toEqual(['node-a olga', 'node-b omar']);
  });

  test('R-029 a node that is cut off sees itself only; afterwards the others see what it did meanwhile', async () => {
    const [a, b] = [await nodes.start('node-a'), await nodes.start('node-b')];
    await a.presence.set('site', 'olga', 1);
    await b.presence.set('site', 'omar', 1);
    const ready = new Promise((resolve) => b.commands.once('ready', resolve));
    b.commands.disconnect(true);
    await b.presence.set('site', 'petra', 1);
    await b.presence.remove('site', 'omar');
    expect([await entriesOf(b.presence), await b.presence.liveNodes()]).toEqual([['node-b petra'], ['node-b']]);
    await ready;
    await b.presence.tick();
    expect(await entriesOf(a.presence)).toEqual(['node-a olga', 'node-b petra']);
  });

  test('a group lives as long as its nodes touch it', async () => {
    const clock = { now: 0 };
    const a = await nodes.start('node-a', { now: () => clock.now });
    await a.presence.set('site', 'olga', 1);
    const key = `${nodes.fixture.prefix}site:presence`;
    await a.commands.pexpire(key, 60_000);
    await a.presence.tick();
    expect(await a.commands.pttl(key)).toBeLessThanOrEqual(60_000);
    clock.now += 3_600_000;
    await a.presence.tick();
    expect(await a.commands.pttl(key)).toBeGreaterThan(60_000);
  });
});
