import { expect, test } from 'vitest';
import { openBus } from './open-bus.ts';
import { RecordingLogger, RedisFixture } from './redis-fixture.ts';

const testRedisUrl = process.env.FOYER_TEST_REDIS_URL;

const logger = new RecordingLogger();

test('an address nobody listens on is named, without its password', async () => {
  const error = await openBus({ redisUrl: 'redis://:s3cret@127.0.0.1:9', nodeId: 'a', logger }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    name: 'BusError',
    code: 'bus_unreachable',
    message: expect.stringContaining('127.0.0.1:9'),
  });
  expect(String(error)).not.toContain('s3cret');
});

test.each(['http://127.0.0.1', 'nonsense'])('%s is no address of a Redis', async (redisUrl) => {
  await expect(openBus({ redisUrl, nodeId: 'a', logger })).rejects.toMatchObject({ code: 'bus_url_invalid' });
});

test('a node that is alone needs no Redis', async () => {
  const opened = await openBus({ redisUrl: null, nodeId: 'a', logger });
  expect([opened.isHealthy(), await opened.presence.liveNodes()]).toEqual([true, ['a']]);
  await opened.close();
});

test.runIf(testRedisUrl)('two nodes on one Redis share visits, messages and presence', async () => {
  const fixture = new RedisFixture(testRedisUrl);
  const open = (nodeId: string) => openBus({ redisUrl: testRedisUrl ?? null, nodeId, logger, prefix: fixture.prefix });
  const [a, b] = [await open('a'), await open('b')];
  const heard = new Promise((resolve) => void b.bus.subscribe('news', resolve).then(() => a.bus.publish('news', 7)));
  expect(await heard).toBe(7);
  await a
    .createVisitStore<{ n: number }>()
    .update('site', 'ann', () => ({ next: { n: 1 }, wakeAt: null, result: null }));
  expect(await b.createVisitStore<{ n: number }>().list('site')).toEqual([{ n: 1 }]);
  expect(await b.presence.liveNodes()).toEqual(['a', 'b']);
  expect([a.isHealthy(), b.isHealthy()]).toEqual([true, true]);
  await a.close();
  expect(await b.presence.liveNodes()).toEqual(['b']);
  await b.close();
  await fixture.close();
});
