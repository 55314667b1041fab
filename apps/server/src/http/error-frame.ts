import type { ErrorCode } from '@foyer/protocol/problem';
import type { Logger } from 'pino';
import { isRetryable } from '../storage/is-retryable.ts';
import { AppError } from './app-error.ts';
import type { FrameAbout } from './read-frame.ts';

/** The frame that answers a failure. Unexpected ones are logged and say nothing internal. */
export function toErrorFrame(
  error: unknown,
  about: FrameAbout,
  logger: Logger,
): {
  type: 'error';
  code: ErrorCode;
  message: string;
  cid?: string;
  requestId?: string;
  chatId?: string;
  retryable?: boolean;
  retryAfterMs?: number;
  fields?: { path: string; message: string }[];
} {
  const base = {
    type: 'error' as const,
    ...(about.cid === undefined ? {} : { cid: about.cid }),
    ...(about.requestId === undefined ? {} : { requestId: about.requestId }),
  };
  // Told only where the same may be asked again: a refusal repeats no id that may be none of the asker's.
  const again = { retryable: true, ...(about.chatId === undefined ? {} : { chatId: about.chatId }) };
  if (error instanceof AppError) {
    const isLater = error.code === 'too_many_requests' || error.code === 'unavailable';
    return {
      ...base,
      code: error.code,
      message:
        error.fields.length > 0
          ? `${error.message} (${error.fields.map((field) => `${field.path} ${field.message}`).join('; ')})`
          : error.message,
      ...(error.fields.length > 0 ? { fields: [...error.fields] } : {}),
      ...(isLater ? { ...again, retryAfterMs: error.retryAfterMs ?? 2000 } : {}),
    };
  }
  if (isRetryable(error)) {
    logger.warn({ error: String(error) }, 'storage cannot answer just now');
    return {
      ...base,
      code: 'unavailable',
      message: 'The server cannot do this just now; try again',
      ...again,
      retryAfterMs: 1000,
    };
  }
  logger.error({ err: error }, 'unexpected failure on a socket');
  return {
    ...base,
    code: 'internal',
    message: 'Something went wrong on our side',
    ...again,
    retryAfterMs: 2000,
  };
}
