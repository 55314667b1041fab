/** An error as it travels from a SQLite thread. */
export interface FailureMessage {
  /** SQLite's extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`, or one of ours that begins with `FOYER_`. */
  code: string;
  message: string;
}

/**
 * A statement or a commit that SQLite, or the thread it runs in, refused. Own codes: `FOYER_THREAD_DIED` (its outcome is
 * unknown), `FOYER_GROUP_LOST` (not stored, because the commit it shared failed), `FOYER_TRANSACTION_ABORTED` (an earlier
 * statement of this transaction failed), `FOYER_TRANSACTION_IDLE` (it held the writer too long doing nothing),
 * `FOYER_CLOSED`, `FOYER_BAD_VALUE` (a parameter no column can hold).
 */
export class SqliteFailure extends Error {
  override readonly name = 'SqliteFailure';
  readonly code: string;

  constructor(failure: FailureMessage, options?: ErrorOptions) {
    super(failure.message, options);
    this.code = failure.code;
  }
}

/** What of any thrown value fits into a message between threads. */
export function toFailureMessage(error: unknown): FailureMessage {
  if (!(error instanceof Error)) return { code: 'FOYER_UNKNOWN', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'FOYER_BAD_VALUE';
  return { code, message: error.message };
}
