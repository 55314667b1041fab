import type { FailureMessage } from './sqlite-failure.ts';

/** How a SQLite thread opens its file. A reader can write nothing. */
export interface SqliteThreadOptions {
  /** Path of the database, or `:memory:` (writer only: each connection would see a database of its own). */
  file: string;
  role: 'writer' | 'reader';
}

/** One statement and its parameters, in SQLite's own dialect. */
export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** What a statement gave. */
export interface StatementResult {
  rows: Record<string, unknown>[];
  /** Rows changed; undefined for statements that return rows. */
  changes?: number | undefined;
}

/**
 * What a SQLite thread is asked to do, in the order given. A *group* is one outer transaction, shared by many of ours; its
 * number grows by one with each, and the first operation that names a new one begins it.
 */
export type Operation =
  | AnsweredOperation
  /** Ends a transaction, which then shares the fate of its group. */
  | { kind: 'release'; group: number }
  /** Closes the database; the thread then ends by itself. */
  | { kind: 'close' };

/** The operations that get a reply. */
export type AnsweredOperation = Request & { id: number };

/** An operation as its sender words it; the thread numbers it. */
export type Request =
  /** A statement outside any group. */
  | { kind: 'read'; statement: Statement }
  /** A statement inside a group: a whole transaction by itself, or the first or a later one of a longer one. */
  | { kind: 'write'; group: number; part: 'single' | 'first' | 'later'; statement: Statement }
  /** Undoes one transaction, and leaves the others of its group alone. */
  | { kind: 'rollback'; group: number }
  /** Commits the group; the reply comes once it is on the disk. */
  | { kind: 'commit'; group: number };

/** Answer to the operation with the same `id`. */
export type Reply = { id: number; result: StatementResult } | { id: number; failure: FailureMessage };

/** Everything a SQLite thread says: once whether it could open the database, and then batches of replies. */
export type ThreadMessage =
  | { kind: 'opened' }
  | { kind: 'refused'; failure: FailureMessage }
  | { kind: 'replies'; replies: Reply[] };
