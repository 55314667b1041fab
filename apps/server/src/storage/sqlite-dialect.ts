import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { assertBindable } from './assert-bindable.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { Statement, StatementResult } from './sqlite-message.ts';
import type { SqliteThread } from './sqlite-thread.ts';
import type { SqliteTransaction } from './sqlite-transaction.ts';
import type { SqliteWriter } from './sqlite-writer.ts';

/** Where statements go. Without a reader, reads take their turn at the writer; without a writer, nothing can be written. */
export interface SqliteRoutes {
  writer: SqliteWriter | null;
  reader: Pick<SqliteThread, 'send'> | null;
  /** Called when Kysely is destroyed. */
  close(): Promise<void>;
}

/**
 * Kysely over SQLite in threads. Transactions and writes go to the writer; a SELECT outside a transaction goes to the
 * reader and sees everything whose promise has resolved.
 */
export class ThreadedSqliteDialect implements Dialect {
  readonly #routes: SqliteRoutes;

  constructor(routes: SqliteRoutes) {
    this.#routes = routes;
  }

  createDriver(): Driver {
    return new ThreadedSqliteDriver(this.#routes);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** Kysely runs migrations in a transaction only where it is told that this undoes changes of tables too; in SQLite it does. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ThreadedSqliteDriver implements Driver {
  readonly #routes: SqliteRoutes;

  constructor(routes: SqliteRoutes) {
    this.#routes = routes;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<RoutedConnection> {
    return new RoutedConnection(this.#routes);
  }

  async beginTransaction(connection: RoutedConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: RoutedConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: RoutedConnection): Promise<void> {
    await connection.rollback();
  }

  async savepoint(connection: RoutedConnection, name: string): Promise<void> {
    await connection.openTransaction().run({ sql: `SAVEPOINT ${quoted(name)}`, parameters: [] });
  }

  async rollbackToSavepoint(connection: RoutedConnection, name: string): Promise<void> {
    await connection.openTransaction().rollbackToSavepoint({ sql: `ROLLBACK TO ${quoted(name)}`, parameters: [] });
  }

  async releaseSavepoint(connection: RoutedConnection, name: string): Promise<void> {
    await connection.openTransaction().run({ sql: `RELEASE ${quoted(name)}`, parameters: [] });
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#routes.close();
  }
}

/** What Kysely holds while it works: no connection of its own, only the transaction it is in, if any. */
class RoutedConnection implements DatabaseConnection {
  readonly #routes: SqliteRoutes;
  #transaction: SqliteTransaction | null = null;

  constructor(routes: SqliteRoutes) {
    this.#routes = routes;
  }

  async begin(): Promise<void> {
    this.#transaction = await this.#writer().begin();
  }

  async commit(): Promise<void> {
    const transaction = this.openTransaction();
    this.#transaction = null;
    await transaction.commit();
  }

  /** Kysely asks for this after a failed commit too, when there is nothing left to undo. */
  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = null;
    await transaction?.rollback();
  }

  openTransaction(): SqliteTransaction {
    if (!this.#transaction)
      throw new SqliteFailure({ code: 'FOYER_TRANSACTION_OVER', message: 'There is no open transaction' });
    return this.#transaction;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#run(query);
    const result = rows as R[]; // Kysely has no way to prove a row's type; the caller's table types say what it is
    return changes === undefined ? { rows: result } : { rows: result, numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: an interface of Kysely asks for it
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new SqliteFailure({ code: 'FOYER_NO_STREAMS', message: 'Rows are not streamed: read them in pages, by key' });
  }

  #run(query: CompiledQuery): Promise<StatementResult> {
    const statement: Statement = { sql: query.sql, parameters: query.parameters };
    if (this.#transaction) return this.#transaction.run(statement);
    const { reader } = this.#routes;
    if (!reader || (this.#routes.writer && !onlyReads(query))) return this.#writer().run(statement);
    assertBindable(statement.parameters);
    return reader.send({ kind: 'read', statement });
  }

  #writer(): SqliteWriter {
    const { writer } = this.#routes;
    if (!writer) throw new SqliteFailure({ code: 'FOYER_READ_ONLY', message: 'This connection is for reading only' });
    return writer;
  }
}

/** Raw text counts as a read only if it begins as one; anything else goes to the writer, where reading is possible too. */
function onlyReads({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*(?:select|explain)\b/i.test(sql));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
