/** Date and time of day as a site's clock shows them. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** English, lower case: `monday`. */
  readonly weekday: string;
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Local time in an IANA zone, daylight saving included. */
export function localTime(at: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    minute: Number(part('minute')),
    second: Number(part('second')),
    weekday: part('weekday').toLowerCase(),
  };
}

/** The first instant of a local day, epoch ms: not always midnight, since some zones change their clocks then. */
export function startOfDay(date: string, timeZone: string): number {
  const midnightUtc = Date.parse(`${date}T00:00:00Z`);
  const candidates = [-dayMs, 0, dayMs].map((shift) => midnightUtc - offsetAt(midnightUtc + shift, timeZone));
  candidates.sort((a, b) => a - b);
  return candidates.find((at) => localTime(at, timeZone).date === date) ?? midnightUtc;
}

/** The date so many days later; `days` may be negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Midnights between two instants in the zone: 0 within the same local day. */
export function daysBetween(from: number, to: number, timeZone: string): number {
  const [first, last] = [from, to].map((at) => Date.parse(`${localTime(at, timeZone).date}T00:00:00Z`));
  return Math.round(((last ?? 0) - (first ?? 0)) / dayMs);
}

/** The next instant at which the local clock shows another hour. */
export function nextHour(at: number, timeZone: string): number {
  const { hour } = localTime(at, timeZone);
  for (let next = at; ; ) {
    const { minute, second } = localTime(next, timeZone);
    next += ((59 - minute) * 60 + (60 - second)) * 1000 - (next % 1000);
    if (localTime(next, timeZone).hour !== hour) return next;
  }
}

function offsetAt(at: number, timeZone: string): number {
  const { date, hour, minute, second } = localTime(at, timeZone);
  return Date.parse(`${date}T00:00:00Z`) + (hour * 3600 + minute * 60 + second) * 1000 - Math.floor(at / 1000) * 1000;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    weekday: 'long',
  });
  formats.set(timeZone, format);
  return format;
}
