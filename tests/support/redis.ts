/** Empty Redis databases, one for each test that asks; several test processes share one Redis. */
import { Redis } from 'ioredis';
import { getService } from './services.ts';

/** An empty database: its URL (for `REDIS_URL`), and `release`, which gives its number back. */
export type RedisDatabase = { url: string; release: () => Promise<void> };

/**
 * Claims and empties one of the databases 1 to 15; number 0 holds the claims. Guard the test with `hasService('redis')`.
 * Redis's publish and subscribe know no databases: what a node publishes must carry its database number or a prefix.
 */
export async function claimRedisDatabase(): Promise<RedisDatabase> {
  const claims = new Redis(getService('redis'));
  try {
    const number = await claimNumber(claims);
    const url = new URL(getService('redis'));
    url.pathname = `/${number}`;
    const database = new Redis(url.href);
    await database.flushdb();
    await database.quit();
    const release = async () => {
      await claims.del(claimKey(number));
      await claims.quit();
    };
    return { url: url.href, release };
  } catch (error) {
    claims.disconnect();
    throw error;
  }
}

const claimKey = (number: number) => `foyer-test-claim:${number}`;

/** The first number nobody holds. A claim ends by itself after ten minutes, for a killed test releases nothing. */
async function claimNumber(claims: Redis): Promise<number> {
  for (let number = 1; number <= 15; number++) {
    if (await claims.set(claimKey(number), process.pid, 'EX', 600, 'NX')) return number;
  }
  throw new Error('All 15 Redis databases are claimed: does a test not release its own?');
}
