import { assertBindable } from './assert-bindable.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { Statement, StatementResult } from './sqlite-message.ts';
import type { WriterThread } from './sqlite-thread.ts';

interface Place {
  thread: WriterThread;
  group: number;
  /** Called before the first statement is sent. */
  markOpen(): void;
  /** Gives the writer back; for a committed transaction the promise resolves once its group is durable. */
  end(isCommitted: boolean): Promise<void>;
  now(): number;
}

/**
 * One transaction at the writer. As on PostgreSQL, a statement that fails leaves it aborted: nothing but a rollback (also to
 * a savepoint) is accepted after it, so code that works here does not break there.
 */
export class SqliteTransaction {
  readonly #place: Place;
  #isStarted = false;
  #statementsUnderWay = 0;
  #lastActiveAt: number;
  /** Why no further statement is accepted; null while all is well. */
  #aborted: SqliteFailure | null = null;
  /** Set once the writer has been given back, by whatever way. */
  #over: SqliteFailure | null = null;

  constructor(place: Place) {
    this.#place = place;
    this.#lastActiveAt = place.now();
  }

  /** Runs one statement. Rejects with a SqliteFailure. */
  async run(statement: Statement): Promise<StatementResult> {
    if (this.#over) throw this.#over;
    if (this.#aborted) throw this.#aborted;
    try {
      assertBindable(statement.parameters);
      return await this.#send(statement);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#aborted ??= new SqliteFailure(
        { code: 'FOYER_TRANSACTION_ABORTED', message: `The transaction was aborted by: ${reason}` },
        { cause: error },
      );
      throw error;
    }
  }

  /** Undoes what was done since a savepoint, and with it the failure that aborted the transaction. */
  async rollbackToSavepoint(statement: Statement): Promise<void> {
    if (this.#over) throw this.#over;
    await this.#send(statement);
    this.#aborted = null;
  }

  /** Resolves once the transaction is on the disk. An aborted one is rolled back, and this rejects. */
  async commit(): Promise<void> {
    if (this.#over) throw this.#over;
    if (this.#aborted) {
      const aborted = this.#aborted;
      await this.rollback();
      throw aborted;
    }
    this.#over = overFailure();
    if (!this.#isStarted) {
      void this.#place.end(false);
      return;
    }
    this.#place.thread.release(this.#place.group);
    await this.#place.end(true);
  }

  /** Undoes the transaction. Does nothing if it is over already. */
  async rollback(): Promise<void> {
    if (this.#over) return;
    await this.#undo(overFailure());
  }

  /** Rolls back if nothing was asked of it for `idleMs`. */
  expireIfIdle(idleMs: number): void {
    if (this.#over || this.#statementsUnderWay > 0 || this.#place.now() - this.#lastActiveAt < idleMs) return;
    const message = `The transaction was rolled back: it held the writer for ${idleMs} ms without a statement`;
    void this.#undo(new SqliteFailure({ code: 'FOYER_TRANSACTION_IDLE', message }));
  }

  /** The thread that held it is gone. */
  abandon(error: SqliteFailure): void {
    this.#over ??= error;
  }

  async #send(statement: Statement): Promise<StatementResult> {
    const part = this.#isStarted ? 'later' : 'first';
    this.#isStarted = true;
    this.#place.markOpen();
    this.#statementsUnderWay += 1;
    try {
      return await this.#place.thread.send({ kind: 'write', group: this.#place.group, part, statement });
    } finally {
      this.#statementsUnderWay -= 1;
      this.#lastActiveAt = this.#place.now();
    }
  }

  async #undo(over: SqliteFailure): Promise<void> {
    this.#over = over;
    // The writer is given back without waiting: the thread works in order, so whoever is next comes after the rollback.
    const undone = this.#isStarted ? this.#place.thread.send({ kind: 'rollback', group: this.#place.group }) : null;
    void this.#place.end(false);
    await undone?.catch(() => undefined); // a rollback that fails costs the group its commit, and leaves nothing behind
  }
}

function overFailure(): SqliteFailure {
  return new SqliteFailure({
    code: 'FOYER_TRANSACTION_OVER',
    message: 'The transaction is already committed or rolled back',
  });
}
