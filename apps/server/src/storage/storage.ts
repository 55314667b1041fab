import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** Where the database can be read, besides by the process that has it open. */
export type ReadSource = { readonly sqliteFile: string } | { readonly databaseUrl: string };

/** The open database. */
export interface Storage {
  /** For requests: short statements and transactions. */
  db: Kysely<Database>;
  /** For reports: reads only, and slow ones, which do not hold up `db`. Opened on first use. */
  reports: Kysely<Database>;
  dialect: 'sqlite' | 'postgres';
  /** What a thread of its own can open to read; null: all is in the memory of this one. */
  readSource: ReadSource | null;
  /** Runs work that may take long, such as a migration, without the time limits of `db`. */
  withoutTimeLimits<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T>;
  /** Writes a consistent copy to a path that may exist, while writing goes on. Null on PostgreSQL, which has its own tools. */
  backupFile: ((path: string) => Promise<void>) | null;
  /** Folder for copies made before a migration; null on PostgreSQL. */
  dataFolder: string | null;
  /** Bytes in SQLite's write-ahead log, which grows while a report reads for long; null on PostgreSQL. */
  walBytes: (() => Promise<number>) | null;
  /**
   * Leaves nothing of what was deleted from these tables in the database's files and logs. False: somebody reads from
   * before the deletion; to be called again. (What was deleted from SQLite's file is overwritten at once.)
   */
  forgetDeleted(tables: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}
