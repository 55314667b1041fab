import { STATUS_CODES } from 'node:http';
import { EgressRefused } from '../../http/egress-guard.ts';
import type { EgressAnswer } from '../../http/egress-request.ts';
import { readRetryAfter } from './back-off.ts';
import { storable } from './outbox-row.ts';

/**
 * What came of handing an item over. `failed`: it may go well another time; `deferred`: so it may, and the endpoint is
 * well, it only wants this one later; `refused`: it never will; `gone`: the receiver wants no more of anything.
 */
export interface Outcome {
  readonly kind: 'accepted' | 'failed' | 'deferred' | 'refused' | 'gone';
  /** The other side's own words, or what went wrong: text, at most 2,000 characters. */
  readonly answer: string;
  /** The receiver's wish, in milliseconds; only of what failed. */
  readonly retryAfterMs: number | null;
}

/** An outcome with its answer cut and cleaned. */
export function outcome(kind: Outcome['kind'], answer: string, retryAfterMs: number | null = null): Outcome {
  return { kind, answer: storable(answer.trim().replace(/[^\P{Cc}\n\t]/gu, '\ufffd'), 2000), retryAfterMs };
}

/** What an HTTP answer means: only 2xx is a success. Redirects are not followed, so they are failures. */
export function outcomeOfAnswer(
  { status, retryAfter, body }: EgressAnswer,
  kindOf: Readonly<Record<number, Outcome['kind']>>,
  now: number,
): Outcome {
  const kind = status >= 200 && status < 300 ? 'accepted' : (kindOf[status] ?? 'failed');
  const words = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return outcome(kind, body.trim() === '' ? words : `${words}: ${body}`, readRetryAfter(retryAfter, now));
}

/** What an error on the way means. Where the server may not connect to, it will not next time either. */
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof EgressRefused) return outcome('refused', error.message);
  if (!(error instanceof Error)) return outcome('failed', String(error));
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return outcome('failed', 'No answer in time');
  const code = (error as NodeJS.ErrnoException).code;
  // Of several addresses tried in vain, the message is empty.
  return outcome('failed', error.message || code || error.name);
}
