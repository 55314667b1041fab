import BetterSqlite from 'better-sqlite3';
import type { SqliteThreadOptions, Statement, StatementResult } from './sqlite-message.ts';

const cachedStatements = 500;
const walBytesKept = 64 * 1024 * 1024;
const busyTimeoutMs = 5_000;

/** Opens one connection as Foyer needs it. Throws SQLite's own error when the file is not a sound database. */
export function openConnection({ file, role }: SqliteThreadOptions): BetterSqlite.Database {
  const connection = new BetterSqlite(file, { readonly: role === 'reader', timeout: busyTimeoutMs });
  connection.pragma('foreign_keys = ON');
  connection.pragma('cache_size = -65536');
  if (role === 'writer') {
    connection.pragma('journal_mode = WAL');
    connection.pragma('secure_delete = ON'); // what is deleted is overwritten, and found by nobody who reads the file
    connection.pragma('synchronous = FULL'); // what has been acknowledged survives a power cut
    connection.pragma(`journal_size_limit = ${walBytesKept}`);
  }
  return connection;
}

/** Runs statements on one connection and keeps them prepared, the most recently used ones. */
export class StatementRunner {
  readonly #connection: BetterSqlite.Database;
  readonly #prepared = new Map<string, BetterSqlite.Statement>();

  constructor(connection: BetterSqlite.Database) {
    this.#connection = connection;
  }

  /** Runs one statement to its end. Throws SQLite's error. */
  run({ sql, parameters }: Statement): StatementResult {
    const statement = this.#prepare(sql);
    const values = parameters.map(toSqliteValue);
    if (statement.reader) return { rows: statement.all(values) as Record<string, unknown>[] };
    return { rows: [], changes: statement.run(values).changes };
  }

  #prepare(sql: string): BetterSqlite.Statement {
    const known = this.#prepared.get(sql);
    if (known) {
      this.#prepared.delete(sql); // to the end: a map keeps the order of insertion
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#connection.prepare(sql);
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > cachedStatements) {
      const [oldest] = this.#prepared.keys();
      if (oldest !== undefined) this.#prepared.delete(oldest);
    }
    return statement;
  }
}

/** An integer as an integer: the driver would bind every number as a float, and `7 / 2` would be 3.5 here but 3 on PostgreSQL. */
function toSqliteValue(value: unknown): unknown {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}
