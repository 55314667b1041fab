import type BetterSqlite from 'better-sqlite3';
import type { StatementRunner } from './sqlite-connection.ts';
import { SqliteFailure, toFailureMessage } from './sqlite-failure.ts';
import type { Statement, StatementResult } from './sqlite-message.ts';

const emptyResult: StatementResult = { rows: [] };

/** The outer transactions of the writer thread: each is a group of Foyer's own transactions that are committed together. */
export class SqliteGroups {
  readonly #connection: BetterSqlite.Database;
  readonly #runner: StatementRunner;
  readonly #savepoint: BetterSqlite.Statement;
  readonly #release: BetterSqlite.Statement;
  readonly #rollback: BetterSqlite.Statement;
  #current = 0;
  /** Why the current group is lost as a whole; null while it stands. */
  #lost: SqliteFailure | null = null;

  constructor(connection: BetterSqlite.Database, runner: StatementRunner) {
    this.#connection = connection;
    this.#runner = runner;
    this.#savepoint = connection.prepare('SAVEPOINT foyer_transaction');
    this.#release = connection.prepare('RELEASE foyer_transaction');
    this.#rollback = connection.prepare('ROLLBACK TO foyer_transaction');
  }

  /** One statement of a group. Throws SQLite's error; if SQLite gave up the whole group with it, the group stays lost. */
  write(group: number, part: 'single' | 'first' | 'later', statement: Statement): StatementResult {
    if (part === 'later') this.#stay(group);
    else this.#enter(group);
    return this.#guard(() => {
      if (part === 'first') this.#savepoint.run();
      return this.#runner.run(statement);
    });
  }

  /** Ends the transaction that opened the savepoint. Never throws: what fails here makes the commit fail. */
  release(group: number): void {
    if (group !== this.#current || this.#lost) return;
    try {
      this.#guard(() => this.#release.run());
    } catch (error) {
      this.#lose(error);
    }
  }

  /** Undoes the transaction that opened the savepoint. */
  rollback(group: number): StatementResult {
    if (group !== this.#current || this.#lost) return emptyResult; // nothing of it is left to undo
    try {
      this.#guard(() => {
        this.#rollback.run();
        this.#release.run();
      });
    } catch (error) {
      this.#lose(error); // half a transaction must not be committed with the others
    }
    return emptyResult;
  }

  /** Makes the group durable, or throws and leaves nothing of it. */
  commit(group: number): StatementResult {
    this.#stay(group);
    this.#current = 0;
    try {
      this.#connection.exec('COMMIT');
    } catch (error) {
      this.#undo();
      throw groupLost(error);
    }
    return emptyResult;
  }

  #enter(group: number): void {
    if (group !== this.#current) {
      this.#undo();
      this.#current = group;
      this.#lost = null;
      try {
        this.#connection.exec('BEGIN IMMEDIATE');
      } catch (error) {
        this.#lose(error);
      }
    }
    this.#stay(group);
  }

  /** A group this thread has not begun, or has lost, must never look as if it went on. */
  #stay(group: number): void {
    if (group !== this.#current)
      throw new SqliteFailure({
        code: 'FOYER_GROUP_LOST',
        message: 'Nothing was stored (the database was reopened meanwhile)',
      });
    if (this.#lost) throw this.#lost;
  }

  /** On some errors (disk full, I/O) SQLite rolls back everything at once; then nothing of the group may be acknowledged. */
  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!this.#connection.inTransaction) this.#lose(error);
      throw error;
    }
  }

  #lose(error: unknown): void {
    this.#undo();
    this.#lost = groupLost(error);
  }

  #undo(): void {
    if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
  }
}

function groupLost(error: unknown): SqliteFailure {
  const { code, message } = toFailureMessage(error);
  return new SqliteFailure(
    { code: 'FOYER_GROUP_LOST', message: `Nothing was stored (${code}: ${message})` },
    { cause: error },
  );
}
