import { Kysely, PostgresDialect, sql } from 'kysely';
import type { StorageLogger } from './logger.ts';
import { openPostgresPool, type PostgresLimits } from './postgres-pool.ts';
import type { Storage } from './storage.ts';
import { StorageError } from './storage-error.ts';
import type { Database } from './tables.ts';

const requestLimits: Omit<PostgresLimits, 'poolSize'> = {
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
  silenceTimeoutMs: 10_000,
};
const reportLimits: PostgresLimits = {
  poolSize: 2,
  statementTimeoutMs: 60_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 60_000,
  silenceTimeoutMs: 65_000,
};
const noLimits: PostgresLimits = {
  poolSize: 1,
  statementTimeoutMs: 0,
  lockTimeoutMs: 0,
  idleInTransactionTimeoutMs: 0,
  silenceTimeoutMs: 0,
};

/** Connects to PostgreSQL. Throws StorageError: `database_url_invalid`, `database_unreachable`. */
export async function openPostgres(options: {
  databaseUrl: string;
  poolSize: number;
  logger: StorageLogger;
}): Promise<Storage> {
  const { databaseUrl, poolSize, logger } = options;
  const address = addressOf(databaseUrl);
  const open = (limits: PostgresLimits) =>
    new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPostgresPool(databaseUrl, limits, logger) }) });
  const db = open({ ...requestLimits, poolSize });
  const reports = open(reportLimits);
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await db.destroy();
    throw new StorageError('database_unreachable', `PostgreSQL at ${address} cannot be used: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  return {
    db,
    reports,
    dialect: 'postgres',
    readSource: { databaseUrl },
    async withoutTimeLimits(work) {
      const patient = open(noLimits);
      try {
        return await work(patient);
      } finally {
        await patient.destroy();
      }
    },
    async forgetDeleted(tables) {
      if (tables.length === 0) return true;
      const patient = open(noLimits);
      try {
        for (const table of tables) await sql`vacuum ${sql.table(table)}`.execute(patient);
      } finally {
        await patient.destroy();
      }
      return true;
    },
    backupFile: null,
    dataFolder: null,
    walBytes: null,
    async close() {
      await Promise.all([db.destroy(), reports.destroy()]);
    },
  };
}

/** `host:port`: all of the address that may be shown. */
function addressOf(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw new StorageError(
      'database_url_invalid',
      'The address of the database must begin with postgres:// and be a valid URL',
    );
  return `${url.hostname || 'localhost'}:${url.port || '5432'}`;
}

/** Node gives no message when several addresses of one host fail: then their own are shown. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
