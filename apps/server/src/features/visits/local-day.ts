const formatters = new Map<string, Intl.DateTimeFormat>();
const cache = new Map<string, string>();
const quarterHourMs = 900_000;

/** The ISO date that an instant has in a time zone. Zones change their offset at quarter hours only, so days are kept per quarter. */
export function localDay(at: number, timeZone: string): string {
  const key = `${timeZone} ${Math.floor(at / quarterHourMs)}`;
  const known = cache.get(key);
  if (known) return known;
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  const day = formatter.format(at);
  if (cache.size > 10_000) cache.clear();
  cache.set(key, day);
  return day;
}
