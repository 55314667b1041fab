import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryVisitStore } from './memory-visit-store.ts';
import { RedisFixture } from './redis-fixture.ts';
import { RedisVisitStore } from './redis-visit-store.ts';
import { type Change, reclaimMs, type VisitStore } from './visit-store.ts';

const testRedisUrl = process.env.FOYER_TEST_REDIS_URL;

interface TestVisit {
  n: number;
  page?: string;
}

interface Setup {
  /** Two nodes; one and the same where there can be but one. */
  nodes: [VisitStore<TestVisit>, VisitStore<TestVisit>];
  close(): Promise<void>;
}

async function inMemory(): Promise<Setup> {
  const store = new MemoryVisitStore<TestVisit>();
  return { nodes: [store, store], close: () => store.close() };
}

async function overRedis(): Promise<Setup> {
  const fixture = new RedisFixture(testRedisUrl);
  const open = async () =>
    new RedisVisitStore<TestVisit>({ commands: await fixture.connect(), prefix: fixture.prefix });
  return { nodes: [await open(), await open()], close: () => fixture.close() };
}

const setups = [
  { name: 'memory', setUp: inMemory, isThere: true },
  { name: 'Redis', setUp: overRedis, isThere: testRedisUrl !== undefined },
].filter((setup) => setup.isThere);

const addOne =
  (wakeAt: number | null = null) =>
  (current: TestVisit | null): Change<TestVisit, number> => {
    const n = (current?.n ?? 0) + 1;
    return { next: { n }, wakeAt, result: n };
  };
const write =
  (next: TestVisit | null, wakeAt: number | null = null) =>
  () => ({ next, wakeAt, result: null });

describe.each(setups)('visit store contract: $name', ({ setUp }) => {
  let setup: Setup;
  let here: VisitStore<TestVisit>;
  let there: VisitStore<TestVisit>;

  beforeEach(async () => {
    setup = await setUp();
    [here, there] = setup.nodes;
  });
  afterEach(() => setup.close());

  test('a visit nobody has begun is null', async () => {
    expect(await here.get('site', 'ann')).toBeNull();
    expect(await here.update('site', 'ann', (current) => ({ next: null, wakeAt: null, result: current }))).toBeNull();
  });

  test('what one node wrote the other one reads', async () => {
    await here.update('site', 'ann', write({ n: 1, page: 'Grüße\n🙋' }));
    expect(await there.get('site', 'ann')).toEqual({ n: 1, page: 'Grüße\n🙋' });
  });

  test('the result of a change is handed back', async () => {
    expect(await here.update('site', 'ann', addOne())).toBe(1);
    expect(await there.update('site', 'ann', addOne())).toBe(2);
  });

  test('of 100 changes at once on one visit, by two nodes, none is lost', async () => {
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index % 2 ? here : there).update('site', 'ann', addOne())),
    );
    expect(results.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await here.get('site', 'ann')).toEqual({ n: 100 });
  });

  test('a change that throws writes nothing, reaches the caller, and does not stop the next', async () => {
    await here.update('site', 'ann', write({ n: 1 }));
    const wrong = new Error('no');
    const failing = here.update('site', 'ann', () => {
      throw wrong;
    });
    const next = here.update('site', 'ann', addOne());
    await expect(failing).rejects.toBe(wrong);
    expect(await next).toBe(2);
  });

  test('sites and visitors are kept apart', async () => {
    await here.update('one', 'ann', write({ n: 1 }));
    await here.update('two', 'ann', write({ n: 2 }));
    await here.update('two', 'a:b', write({ n: 3 }));
    expect(await here.get('one', 'ann')).toEqual({ n: 1 });
    expect((await here.list('two')).map((visit) => visit.n).sort()).toEqual([2, 3]);
    expect([await here.count('one'), await here.count('two'), await here.count('none')]).toEqual([1, 2, 0]);
  });

  test('a list names every visit once, however many', async () => {
    await Promise.all(
      Array.from({ length: 1_300 }, (_, index) => here.update('site', `visitor-${index}`, write({ n: index }))),
    );
    const numbers = (await there.list('site')).map((visit) => visit.n).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 1_300 }, (_, index) => index));
    expect(await there.count('site')).toBe(1_300);
  });

  test('a visit that ended is gone, with its wake-up', async () => {
    await here.update('site', 'ann', write({ n: 1 }, 500));
    await here.update('site', 'ann', write(null, 700));
    expect(await there.get('site', 'ann')).toBeNull();
    expect([await there.list('site'), await there.count('site'), await there.earliestWakeAt()]).toEqual([[], 0, null]);
  });

  test('the earliest wake-up moves with every change', async () => {
    expect(await here.earliestWakeAt()).toBeNull();
    await here.update('site', 'ann', write({ n: 1 }, 1_760_000_000_900));
    await here.update('site', 'bob', write({ n: 1 }, 1_760_000_000_500));
    expect(await there.earliestWakeAt()).toBe(1_760_000_000_500);
    await here.update('site', 'bob', write({ n: 2 }, null));
    expect(await there.earliestWakeAt()).toBe(1_760_000_000_900);
  });

  test('the same visit with another wake-up is written', async () => {
    await here.update('site', 'ann', write({ n: 1 }, 500));
    await here.update('site', 'ann', (current) => ({ next: current, wakeAt: 300, result: null }));
    expect(await there.earliestWakeAt()).toBe(300);
  });

  test('wake-ups that are due are claimed, earliest first, the limit itself included', async () => {
    for (const [visitor, at] of [
      ['late', 1_001],
      ['edge', 1_000],
      ['early', 10],
    ] as const)
      await here.update('site', visitor, write({ n: at }, at));
    expect(await here.takeDue(1_000, 10)).toEqual([
      { siteId: 'site', visitorId: 'early' },
      { siteId: 'site', visitorId: 'edge' },
    ]);
  });

  test('each wake-up is claimed by one node only', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => here.update('site', `visitor:${index}`, write({ n: index }, index))),
    );
    const claims = await Promise.all([
      here.takeDue(1_000, 25),
      there.takeDue(1_000, 25),
      here.takeDue(1_000, 25),
      there.takeDue(1_000, 25),
    ]);
    expect(claims.map((claim) => claim.length).sort((a, b) => a - b)).toEqual([0, 10, 25, 25]);
    expect(new Set(claims.flat().map((key) => key.visitorId)).size).toBe(60);
  });

  test('a claim that nobody follows up comes again, and no sooner', async () => {
    await here.update('site', 'ann', write({ n: 1 }, 100));
    await here.takeDue(1_000, 10);
    expect(await there.takeDue(1_000 + reclaimMs - 1, 10)).toEqual([]);
    expect(await there.takeDue(1_000 + reclaimMs, 10)).toEqual([{ siteId: 'site', visitorId: 'ann' }]);
  });

  test('the change that follows a claim sets the next wake-up', async () => {
    await here.update('site', 'ann', write({ n: 1 }, 100));
    await here.takeDue(1_000, 10);
    await here.update('site', 'ann', write({ n: 2 }, 90_000));
    expect(await here.earliestWakeAt()).toBe(90_000);
    await here.update('site', 'ann', write({ n: 3 }, null));
    expect(await here.earliestWakeAt()).toBeNull();
  });

  test.each([
    ['', 'ann'],
    ['a:b', 'ann'],
    ['site', ''],
  ])('the name %j, %j is refused', async (siteId, visitorId) => {
    await expect(here.update(siteId, visitorId, addOne())).rejects.toThrow(RangeError);
  });
});

describe.runIf(testRedisUrl)('visit store over Redis', () => {
  let fixture: RedisFixture;
  beforeEach(() => {
    fixture = new RedisFixture(testRedisUrl);
  });
  afterEach(() => fixture.close());

  /** The connection comes with it: what a test sends on it is carried out before what the store sends after. */
  async function open(options: { now?: () => number; pause?: (ms: number) => Promise<void> } = {}) {
    const commands = await fixture.connect();
    return { commands, store: new RedisVisitStore<TestVisit>({ commands, prefix: fixture.prefix, ...options }) };
  }

  test('a lost race is tried again with what the other node wrote', async () => {
    const { store, commands } = await open();
    await store.update('site', 'ann', write({ n: 1 }));
    const seen: (number | null)[] = [];
    // The other node gets in between the read and the write of this one, just once.
    const result = await store.update('site', 'ann', (current) => {
      seen.push(current?.n ?? null);
      if (seen.length === 1) void commands.set(`${fixture.prefix}site:visit:ann`, 'other - {"n":41}');
      const n = (current?.n ?? 0) + 1;
      return { next: { n }, wakeAt: null, result: n };
    });
    expect([seen, result]).toEqual([[1, 41], 42]);
  });

  test('a race that is lost for ever ends in an error', async () => {
    const pauses: number[] = [];
    const { store, commands } = await open({ pause: async (ms) => void pauses.push(ms) });
    let version = 0;
    const run = store.update('site', 'ann', () => {
      version += 1;
      void commands.set(`${fixture.prefix}site:visit:ann`, `v${version} - {"n":0}`);
      return { next: { n: 1 }, wakeAt: null, result: null };
    });
    await expect(run).rejects.toMatchObject({ name: 'BusError', code: 'visit_contended' });
    expect(Math.max(...pauses)).toBeLessThanOrEqual(50);
  });

  test('nothing is written when nothing changed', async () => {
    const { store, commands } = await open();
    await store.update('site', 'ann', write({ n: 1 }, 500));
    const before = await commands.get(`${fixture.prefix}site:visit:ann`);
    await store.update('site', 'ann', (current) => ({ next: current, wakeAt: 500, result: null }));
    expect(await commands.get(`${fixture.prefix}site:visit:ann`)).toBe(before);
  });

  test('a visit that expired leaves the list at once, the wake-ups when claimed, and the count by its time', async () => {
    const clock = { now: 1_000 };
    const { store, commands } = await open({ now: () => clock.now });
    await store.update('site', 'ann', write({ n: 1 }, 500));
    await commands.del(`${fixture.prefix}site:visit:ann`); // what Redis does when its time is up
    expect(await store.list('site')).toEqual([]);
    expect(await store.takeDue(1_000, 10)).toEqual([]);
    expect(await store.earliestWakeAt()).toBeNull();
    clock.now += 26 * 3_600_000 + 1;
    expect(await store.count('site')).toBe(0);
  });

  test('every key expires', async () => {
    const { store, commands } = await open();
    await store.update('site', 'ann', write({ n: 1 }));
    for (const key of ['visit:ann', 'visits']) {
      const left = await commands.pttl(`${fixture.prefix}site:${key}`);
      expect(left).toBeGreaterThan(25 * 3_600_000);
      expect(left).toBeLessThanOrEqual(26 * 3_600_000);
    }
  });

  test('R-028 while Redis is away every call fails at once as retryable', async () => {
    const { store, commands } = await open();
    commands.disconnect();
    for (const call of [
      () => store.get('site', 'ann'),
      () => store.update('site', 'ann', addOne()),
      () => store.takeDue(0, 1),
      () => store.list('site'),
    ])
      await expect(call()).rejects.toMatchObject({ name: 'BusError', code: 'bus_unreachable' });
  });

  test('a Redis that has forgotten the scripts is given them again', async () => {
    const { store, commands } = await open();
    await store.update('site', 'ann', addOne());
    await commands.script('FLUSH');
    expect(await store.update('site', 'ann', addOne())).toBe(2);
  });
});
