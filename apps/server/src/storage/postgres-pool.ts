import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { StorageLogger } from './logger.ts';
import { PostgresFailure } from './postgres-failure.ts';

/** One of pg's own types for parsing: whole numbers arrive as numbers, since all of ours are below 2^53. */
const int8 = 20;
/** What `sum()` over int8 gives. */
const numeric = 1700;

/** Limits of one pool. All times in milliseconds; 0 means none. */
export interface PostgresLimits {
  poolSize: number;
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  /** When the server says nothing at all for this long (its own limits cannot help then), the connection is given up. */
  silenceTimeoutMs: number;
}

/** A pool of connections. It connects on first use; an idle connection that breaks is logged and replaced. */
export function openPostgresPool(databaseUrl: string, limits: PostgresLimits, logger: StorageLogger): PostgresPool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: limits.poolSize,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'foyer',
    statement_timeout: limits.statementTimeoutMs,
    lock_timeout: limits.lockTimeoutMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionTimeoutMs,
    types: { getTypeParser },
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'An idle PostgreSQL connection broke'));
  // Without a listener of its own, a connection that breaks between two statements would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => logger.warn({ err: error }, 'A PostgreSQL connection broke')),
  );
  return {
    connect: async () => guarded(await pool.connect(), limits.silenceTimeoutMs),
    end: () => pool.end(),
  };
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format as 'text');

/** A connection that never leaves its caller waiting for ever, and never calls a rollback a commit. */
function guarded(client: pg.PoolClient, silenceTimeoutMs: number): PostgresPoolClient {
  let givenUp: PostgresFailure | null = null;

  async function query(sql: string, parameters: readonly unknown[]) {
    if (givenUp) throw givenUp;
    const answer = await withinTime(client.query(sql, [...parameters]), silenceTimeoutMs, () => {
      givenUp = new PostgresFailure('server_silent', `PostgreSQL did not answer within ${silenceTimeoutMs} ms`);
      return givenUp;
    });
    // PostgreSQL answers the commit of a transaction in which a statement failed with a rollback, and no error.
    if (sql === 'commit' && answer.command === 'ROLLBACK')
      throw new PostgresFailure('rolled_back', 'The transaction was rolled back, because a statement in it had failed');
    return answer;
  }

  return {
    query: query as unknown as PostgresPoolClient['query'], // its second form is for cursors, which Foyer does not use
    release: () => client.release(givenUp ?? undefined),
  };
}

async function withinTime<T>(work: Promise<T>, limitMs: number, giveUp: () => Error): Promise<T> {
  if (limitMs === 0) return await work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(giveUp()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
