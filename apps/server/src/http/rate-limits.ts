import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from './app-error.ts';

/** Points per duration; the figures of the manual, all multiplied by the configured factor. */
const limits = {
  signInByAccountAndAddress: { points: 5, durationS: 300 },
  signInByAddress: { points: 20, durationS: 3600 },
  signInByAccount: { points: 30, durationS: 3600 },
  pageEventsByVisitor: { points: 50, durationS: 10 },
  pageEventsByAddress: { points: 500, durationS: 10 },
  messagesByVisitor: { points: 20, durationS: 20 },
  messagesByAddress: { points: 200, durationS: 20 },
  repeatsByVisitor: { points: 2, durationS: 10 },
  surveysByVisitor: { points: 20, durationS: 60 },
  chatsByVisitor: { points: 5, durationS: 60 },
  chatsByAddress: { points: 20, durationS: 60 },
  transcriptsByVisitor: { points: 6, durationS: 3600 },
  transcriptsByAddress: { points: 20, durationS: 3600 },
  handshakesByAddress: { points: 300, durationS: 60 },
  formExchangesByAddress: { points: 300, durationS: 60 },
  apiByOperator: { points: 1200, durationS: 60 },
  apiByKey: { points: 600, durationS: 60 },
  secondFactorByAccountAndAddress: { points: 5, durationS: 300 },
  secondFactorByAccount: { points: 30, durationS: 3600 },
  accountMailByRecipient: { points: 3, durationS: 3600 },
  pushTestsByOperator: { points: 20, durationS: 600 },
  uploadsByOperator: { points: 60, durationS: 3600 },
  uploadsByVisitor: { points: 20, durationS: 3600 },
  uploadsByAddress: { points: 100, durationS: 3600 },
  reportsByOperator: { points: 120, durationS: 60 },
  reportMailsByOperator: { points: 20, durationS: 3600 },
  filteredListsByOperator: { points: 240, durationS: 60 },
  fileLinksByVisitor: { points: 300, durationS: 60 },
  searchesByOperator: { points: 120, durationS: 60 },
  exportsByOperator: { points: 10, durationS: 3600 },
} as const;

/** Counted per node, so that a page view never waits for Redis. */
const local = new Set<string>(['pageEventsByVisitor', 'pageEventsByAddress']);

export type LimitName = keyof typeof limits;

export interface RateLimits {
  /** Takes one point; throws `too_many_requests` with the time to wait when none is left. */
  take(name: LimitName, key: string): Promise<void>;
  /** Throws when no point is left, without taking one. */
  check(name: LimitName, key: string): Promise<void>;
}

/** Limits counted over all nodes where there is Redis, and per node when it is away: never unlimited. */
export function createRateLimits(redis: Redis | null, factor: number): RateLimits {
  const limiters = new Map(
    Object.entries(limits).map(([name, { points, durationS }]) => {
      const options = {
        keyPrefix: `foyer:limit:${name}`,
        points: Math.max(1, Math.round(points * factor)),
        duration: durationS,
      };
      const memory = new RateLimiterMemory(options);
      return [
        name,
        redis && !local.has(name)
          ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory })
          : memory,
      ] as const;
    }),
  );
  const limiter = (name: LimitName) => {
    const found = limiters.get(name);
    if (!found) throw new Error(`no limit ${name}`);
    return found;
  };
  return {
    async take(name, key) {
      try {
        await limiter(name).consume(key);
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        throw tooMany(rejection.msBeforeNext);
      }
    },
    async check(name, key) {
      const state = await limiter(name).get(key);
      if (state && state.remainingPoints <= 0) throw tooMany(state.msBeforeNext);
    },
  };
}

function tooMany(retryAfterMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return new AppError('too_many_requests', `Too many requests; try again in ${seconds} s`, {
    retryAfterMs: seconds * 1000,
  });
}
