declare global {
  interface Window {
    Temporal?: { Now: { timeZoneId(): string } };
  }
}

let known: string | undefined;

/**
 * The browser's IANA time zone. Asked of `Temporal` where there is one: a `DateTimeFormat` takes some 40 ms to make, for
 * the rules of all languages that it loads.
 */
export function timeZone(): string {
  known ??= window.Temporal ? window.Temporal.Now.timeZoneId() : new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return known;
}
