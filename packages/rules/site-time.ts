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
const quarterMs = 900_000;
/** English, lower case, as in `LocalTime`. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const maxOffsetsKept = 10_000;
const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** Local time in an IANA zone, daylight saving included. */
export function localTime(at: number, timeZone: string): LocalTime {
  const local = new Date(at + offsetAt(at, timeZone));
  return {
    date: local.toISOString().slice(0, 10),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: weekdays[local.getUTCDay()] ?? '',
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

/**
 * When the local clock shows so many minutes after midnight on a date, epoch ms: the first or the last time where it shows
 * that twice; where the clock leaps over it, the end of the leap. 1440: the next midnight.
 */
export function instantOf(date: string, minutes: number, timeZone: string, which: 'first' | 'last' = 'first'): number {
  if (minutes >= 1440) return startOfDay(addDays(date, 1), timeZone);
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000;
  const candidates = [-dayMs, 0, dayMs]
    .map((shift) => wanted - offsetAt(wanted + shift, timeZone))
    .sort((a, b) => a - b);
  const shown = candidates.filter((at) => at + offsetAt(at, timeZone) === wanted);
  const found = which === 'first' ? shown[0] : shown.at(-1);
  if (found !== undefined) return found;
  let at = Math.ceil((candidates[0] ?? wanted) / quarterMs) * quarterMs; // clocks leap on quarters only
  while (at + offsetAt(at, timeZone) < wanted) at += quarterMs;
  return at;
}

/** Midnights between two instants in the zone: 0 within the same local day. */
export function daysBetween(from: number, to: number, timeZone: string): number {
  const [first, last] = [from, to].map((at) => Date.parse(`${localTime(at, timeZone).date}T00:00:00Z`));
  return Math.round(((last ?? 0) - (first ?? 0)) / dayMs);
}

/** Since when a zone's clock is ahead of UTC by so much. */
export interface OffsetSince {
  /** Epoch ms. */
  readonly since: number;
  readonly offset: number;
}

const offsetLists = new Map<string, readonly OffsetSince[]>();
const listedFrom = Date.UTC(2000, 0, 1);
const listedTo = Date.UTC(2050, 0, 1);

/** The offsets of a zone from 2000 to 2050, ms, in order; the first holds before, too. Clocks are changed at most once a week. */
export function listOffsets(timeZone: string): readonly OffsetSince[] {
  const known = offsetLists.get(timeZone);
  if (known !== undefined) return known;
  const offsets: OffsetSince[] = [{ since: listedFrom, offset: askOffset(listedFrom, timeZone) }];
  for (let at = listedFrom; at < listedTo; at += 7 * dayMs) {
    const last = offsets.at(-1)?.offset;
    const next = askOffset(at + 7 * dayMs, timeZone);
    if (next === last) continue;
    let [before, since] = [at, at + 7 * dayMs];
    while (since - before > quarterMs) {
      const middle = before + Math.floor((since - before) / 2 / quarterMs) * quarterMs;
      if (askOffset(middle, timeZone) === last) before = middle;
      else since = middle;
    }
    offsets.push({ since, offset: next });
  }
  offsetLists.set(timeZone, offsets);
  return offsets;
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

/** What the zone's clock is ahead of UTC, in ms. Offsets only change on quarters of an hour, so that each is asked for once. */
function offsetAt(at: number, timeZone: string): number {
  const quarter = Math.floor(at / quarterMs) * quarterMs;
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = askOffset(quarter, timeZone);
  if (offsets.size >= maxOffsetsKept) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function askOffset(quarter: number, timeZone: string): number {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(quarter)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - quarter;
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
  });
  formats.set(timeZone, format);
  return format;
}
