const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Waits between attempts, as Standard Webhooks has them: ten attempts within 75 hours and 35 minutes. */
const waitsMs = [
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** Attempts before an item is dead. */
export const maxAttempts = waitsMs.length + 1;

/** A receiver may ask to be left alone for so long at most. */
const longestRetryAfterMs = hourMs;

/**
 * Milliseconds until the next attempt after `attempts` failed ones; null: that was the last. `random` in [0, 1) spreads
 * it by ± 20 %, so that what failed together does not come back together. A longer wish of the receiver's is honoured.
 */
export function waitAfter(attempts: number, random: number, retryAfterMs: number | null): number | null {
  const wait = waitsMs[attempts - 1];
  if (wait === undefined) return null;
  const spread = Math.round(wait * (0.8 + 0.4 * random));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, longestRetryAfterMs));
}

/** The `Retry-After` header in milliseconds: seconds, or an HTTP date (RFC 9110 §10.2.3); null for anything else. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = header.trim().endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
