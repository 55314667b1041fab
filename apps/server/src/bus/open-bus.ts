import type { EventBus } from './event-bus.ts';
import type { BusLogger } from './logger.ts';
import { MemoryBus } from './memory-bus.ts';
import { MemoryPresence } from './memory-presence.ts';
import { MemoryVisitStore } from './memory-visit-store.ts';
import type { Presence } from './presence.ts';
import { RedisBus } from './redis-bus.ts';
import { connectRedis, defaultRedisTimings } from './redis-connection.ts';
import { RedisPresence } from './redis-presence.ts';
import { RedisVisitStore } from './redis-visit-store.ts';
import type { VisitStore } from './visit-store.ts';

const heartbeatMs = 3_000;

/** What the nodes share, or, for a node that is alone, the same in its memory. */
export interface OpenBus {
  bus: EventBus;
  /** Call once: on Redis all stores are one and the same. */
  createVisitStore<V>(): VisitStore<V>;
  presence: Presence;
  /** Whether messages and live visits get through now. */
  isHealthy(): boolean;
  close(): Promise<void>;
}

/** What the bus needs to open. */
export interface BusOptions {
  /** `redis://…` or `rediss://…`; null for a node that is alone. */
  redisUrl: string | null;
  /** Letters, digits and hyphens; different for each start of each node. */
  nodeId: string;
  logger: BusLogger;
  /** Begins every key and channel, so that installations can share one Redis. */
  prefix?: string;
}

/** Opens what the nodes share. Rejects with BusError when Redis cannot be reached; later outages mend by themselves. */
export async function openBus({ redisUrl, nodeId, logger, prefix = 'foyer:' }: BusOptions): Promise<OpenBus> {
  return redisUrl === null ? openMemoryBus(nodeId, logger) : await openRedisBus(redisUrl, nodeId, logger, prefix);
}

function openMemoryBus(nodeId: string, logger: BusLogger): OpenBus {
  const bus = new MemoryBus(logger);
  const presence = new MemoryPresence(nodeId);
  return {
    bus,
    createVisitStore: <V>() => new MemoryVisitStore<V>(),
    presence,
    isHealthy: () => true,
    close: () => bus.close(),
  };
}

async function openRedisBus(redisUrl: string, nodeId: string, logger: BusLogger, prefix: string): Promise<OpenBus> {
  const commands = await connectRedis(redisUrl, 'commands', logger, defaultRedisTimings);
  const subscriptions = await connectRedis(redisUrl, 'subscriptions', logger, defaultRedisTimings).catch(
    (error: unknown) => {
      commands.disconnect();
      throw error;
    },
  );
  const bus = new RedisBus({ commands, subscriptions, prefix, logger });
  const presence = new RedisPresence({ nodeId, commands, bus, prefix, logger });
  await presence.start();
  const stores: { close(): Promise<void> }[] = [];
  let beat: Promise<unknown> = Promise.resolve();
  let isBeating = false;
  const timer = setInterval(() => {
    if (isBeating) return; // a slow Redis gets no more to do
    isBeating = true;
    beat = Promise.all([bus.checkConnections(), presence.tick()]).finally(() => {
      isBeating = false;
    });
  }, heartbeatMs);
  return {
    bus,
    createVisitStore<V>() {
      const store = new RedisVisitStore<V>({ commands, prefix });
      stores.push(store);
      return store;
    },
    presence,
    isHealthy: () => bus.isConnected(),
    async close() {
      clearInterval(timer);
      await beat;
      await Promise.all(stores.map((store) => store.close()));
      await presence.close();
      await bus.close();
      commands.disconnect();
    },
  };
}
