import { locale } from './own-words.ts';

const dayMs = 86_400_000;
const placeholder = '{opens}';

/**
 * The text for when nobody is there, with `{opens}` as the time at which somebody is again, by the visitor's own clock and in
 * the language of the window. A sentence that would say it is left out while it is not known.
 */
export function fillOpens(
  text: string,
  opensAt: number | null,
  now = Date.now(),
  language: string = locale(),
  timeZone?: string,
): string {
  if (!text.includes(placeholder)) return text;
  if (opensAt === null || opensAt <= now) return text.replace(/[^.!?\n]*\{opens\}[^.!?\n]*[.!?]*/g, '').trim();
  return text.replaceAll(placeholder, sayWhen(opensAt, now, language, timeZone));
}

function sayWhen(at: number, now: number, language: string, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { ...options, ...zone });
  const clock = { hour: 'numeric', minute: '2-digit' } as const;
  // Dates as the visitor's calendar has them, as numbers that can be subtracted.
  const dayOf = (instant: number) => {
    const iso = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
    return Date.parse(`${iso.format(instant)}T00:00:00Z`) / dayMs;
  };
  const days = dayOf(at) - dayOf(now);
  if (days === 0) return format(clock).format(at);
  if (days === 1) {
    const tomorrow = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(1, 'day');
    return `${tomorrow}, ${format(clock).format(at)}`;
  }
  return days < 7
    ? format({ weekday: 'long', ...clock }).format(at)
    : format({ day: 'numeric', month: 'long', ...clock }).format(at);
}
