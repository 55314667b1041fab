import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { BusLogger } from './logger.ts';

/** For tests: connections to Redis, and a prefix that keeps each test to itself. */
export class RedisFixture {
  readonly prefix = `foyer-test-${randomUUID()}:`;
  readonly #redisUrl: string;
  readonly #connections: Redis[] = [];

  constructor(redisUrl: string | undefined) {
    this.#redisUrl = redisUrl ?? '';
  }

  /** A connection that behaves like the product's. */
  async connect(): Promise<Redis> {
    const redis = new Redis(this.#redisUrl, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResubscribe: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => 1,
    });
    redis.on('error', () => {});
    this.#connections.push(redis);
    await redis.connect();
    return redis;
  }

  /** As if Redis had come back empty. */
  async empty(): Promise<void> {
    const redis = await this.connect(); // its own: a test may have cut the others off
    const keys = await redis.keys(`${this.prefix}*`);
    if (keys.length > 0) await redis.del(keys);
  }

  async close(): Promise<void> {
    await this.empty();
    for (const redis of this.#connections) redis.disconnect();
  }
}

/** For tests: a log that can be read. */
export class RecordingLogger implements BusLogger {
  readonly errors: unknown[] = [];

  warn(): void {}

  error(details: unknown): void {
    this.errors.push(details);
  }
}
