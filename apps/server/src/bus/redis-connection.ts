import { Redis } from 'ioredis';
import { BusError } from './bus-error.ts';
import type { BusLogger } from './logger.ts';

/** Timings of a connection to Redis, in milliseconds. */
export interface RedisTimings {
  /** A command without an answer fails after this. */
  commandTimeoutMs: number;
  /** Longest wait between two tries to connect. */
  reconnectMs: number;
}

export const defaultRedisTimings: RedisTimings = { commandTimeoutMs: 2_000, reconnectMs: 2_000 };

/**
 * Opens a connection that fails at once while Redis is away, keeps nothing for later, and tries for ever to come back.
 * Rejects with BusError when the first try fails.
 */
export async function connectRedis(
  redisUrl: string,
  name: string,
  logger: BusLogger,
  timings = defaultRedisTimings,
): Promise<Redis> {
  const address = addressOf(redisUrl);
  let isFirstTry = true;
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectionName: `foyer-${name}`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0, // what was under way when the connection broke fails: nobody knows whether it was done
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false, // the bus does it, and then tells its users
    commandTimeout: timings.commandTimeoutMs,
    connectTimeout: 5_000,
    retryStrategy: (attempt) =>
      isFirstTry ? null : Math.min(100 * 2 ** Math.min(attempt, 10), timings.reconnectMs) * (0.5 + Math.random() / 2),
  });
  let lastError: unknown = null;
  let isReported = false;
  redis.on('error', (error) => {
    lastError = error;
    if (isFirstTry || isReported) return;
    isReported = true; // once per outage
    logger.warn({ err: error, redis: address }, 'Redis cannot be reached; trying again');
  });
  redis.on('ready', () => {
    isReported = false;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const cause = lastError ?? error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BusError('bus_unreachable', `Redis at ${address} cannot be used: ${reason}`, { cause });
  }
  isFirstTry = false;
  return redis;
}

/** Runs a command and words its failure as a BusError. */
export async function orUnreachable<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BusError('bus_unreachable', `Redis cannot be used now: ${reason}`, { cause: error });
  }
}

/** `host:port`: all of the address that may be shown. */
function addressOf(redisUrl: string): string {
  const url = URL.canParse(redisUrl) ? new URL(redisUrl) : null;
  if (!url || !['redis:', 'rediss:'].includes(url.protocol))
    throw new BusError(
      'bus_url_invalid',
      'The address of Redis must begin with redis:// or rediss:// and be a valid URL',
    );
  return `${url.hostname || 'localhost'}:${url.port || '6379'}`;
}
