import { type ErrorCode, statusOf } from '@foyer/protocol/problem';

/** A failure the caller can act on. Anything else that is thrown is our bug. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** What was wrong, field by field; `path` is dotted. */
  readonly fields: readonly { path: string; message: string }[];
  readonly retryAfterMs: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & { fields?: { path: string; message: string }[]; retryAfterMs?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  get status(): number {
    return statusOf[this.code];
  }
}
