import dayjs from 'dayjs';

/** Days as `YYYY-MM-DD`, both included; an empty side is open. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Ranges that are asked for again and again, in the order in which they are offered. */
export const rangePresets = [
  'today',
  'yesterday',
  'last7Days',
  'last30Days',
  'thisMonth',
  'lastMonth',
  'thisYear',
] as const;
export type RangePreset = (typeof rangePresets)[number];

/** The days of a preset, seen from `today`. */
export function rangeOf(preset: RangePreset, today: string): DayRange {
  const day = dayjs(today);
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return range(day.subtract(1, 'day'), day.subtract(1, 'day'));
    case 'last7Days':
      return range(day.subtract(6, 'day'), day);
    case 'last30Days':
      return range(day.subtract(29, 'day'), day);
    case 'thisMonth':
      return range(day.startOf('month'), day);
    case 'lastMonth':
      return range(day.subtract(1, 'month').startOf('month'), day.subtract(1, 'month').endOf('month'));
    case 'thisYear':
      return range(day.startOf('year'), day);
  }
}

/** The preset that means just these days today, or null. */
export function presetOf({ from, to }: DayRange, today: string): RangePreset | null {
  return (
    rangePresets.find((preset) => {
      const days = rangeOf(preset, today);
      return days.from === from && days.to === to;
    }) ?? null
  );
}

/** Whether both days exist, in order. An empty side is allowed where the range may be open. */
export function isRange({ from, to }: DayRange, mayBeOpen = false): boolean {
  const isSide = (side: string) => (side === '' ? mayBeOpen : isDay(side));
  return isSide(from) && isSide(to) && (from === '' || to === '' || from <= to);
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dayjs(text).format('YYYY-MM-DD') === text;
}

/** How many days a closed range has. */
export function daysIn({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** The range before (-1) or after (1) a closed one: the same number of days, or whole months where it is one. */
export function stepRange({ from, to }: DayRange, step: -1 | 1): DayRange {
  const [first, last] = [dayjs(from), dayjs(to)];
  if (first.date() === 1 && last.isSame(first.endOf('month'), 'day')) {
    const month = first.add(step, 'month');
    return range(month, month.endOf('month'));
  }
  const days = daysIn({ from, to }) * step;
  return range(first.add(days, 'day'), last.add(days, 'day'));
}

/** A closed range in words: `28 Nov 2026`, `1 – 28 Nov 2026`, `28 Oct – 3 Nov 2026`. */
export function formatRange({ from, to }: DayRange): string {
  const [first, last] = [dayjs(from), dayjs(to)];
  const end = last.format('D MMM YYYY');
  if (from === to) return end;
  if (first.isSame(last, 'month')) return `${first.format('D')} – ${end}`;
  return `${first.format(first.isSame(last, 'year') ? 'D MMM' : 'D MMM YYYY')} – ${end}`;
}

function range(from: dayjs.Dayjs, to: dayjs.Dayjs): DayRange {
  return { from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') };
}
