import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { orUnreachable } from './redis-connection.ts';

/** A Lua script that Redis runs as one step. It is sent by its digest, and whole only to a Redis that does not know it. */
export class RedisScript {
  readonly #lua: string;
  readonly #digest: string;

  constructor(lua: string) {
    this.#lua = lua;
    this.#digest = createHash('sha1').update(lua).digest('hex');
  }

  /** Runs the script. Rejects with BusError `bus_unreachable`. */
  async run(redis: Redis, keys: string[], values: (string | number)[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.#digest, keys.length, ...keys, ...values);
    } catch (error) {
      const isUnknown = error instanceof Error && error.message.startsWith('NOSCRIPT');
      return await orUnreachable(
        isUnknown ? redis.eval(this.#lua, keys.length, ...keys, ...values) : Promise.reject(error),
      );
    }
  }
}
