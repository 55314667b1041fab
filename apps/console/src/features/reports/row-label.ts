import { type ReportDefinition, type ReportId, type ReportRow, reportDefinitions } from '@foyer/protocol/report';
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import { countryName } from '../../ui/country-name.ts';
import { formatRange } from '../../ui/day-range.ts';
import { shortUrl } from '../../ui/short-url.ts';

/** Weekdays from Monday, by the names that the texts have. */
export const weekdayIds = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** What a row is called. Texts are what visitors sent: shown as text only. */
export function rowLabel(id: ReportId, row: ReportRow, t: TFunction<'reports'>): string {
  const { rows }: ReportDefinition = reportDefinitions[id];
  switch (rows) {
    case 'day':
      return row.days === null ? row.label : stretchLabel(row.days);
    case 'hour': {
      const [weekday, hour] = row.key.split(' ').map(Number);
      const name = weekdayIds[(weekday ?? 1) - 1] ?? 'monday';
      return t('hour', { weekday: t(`weekday.${name}`), hour: hour ?? 0 });
    }
    case 'country':
      return row.key === '' ? t('unknown') : countryName(row.key);
    case 'page':
      return row.label === '' ? t('unknown') : shortUrl(row.label);
    default:
      return row.label === '' ? t('unknown') : row.label;
  }
}

/** `Mon, 2 Mar 2026`, `2 – 8 Mar 2026`, `March 2026`. */
export function stretchLabel({ from, to }: { from: string; to: string }): string {
  const first = dayjs(from);
  if (from === to) return first.format('ddd, D MMM YYYY');
  if (first.date() === 1 && dayjs(to).isSame(first.endOf('month'), 'day')) return first.format('MMMM YYYY');
  return formatRange({ from, to });
}

/** Short, for an axis: `2 Mar`. */
export function stretchMark({ from, to }: { from: string; to: string }): string {
  const isMonth = dayjs(to).diff(from, 'day') > 7;
  return dayjs(from).format(isMonth ? 'MMM YY' : 'D MMM');
}
