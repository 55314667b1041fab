import type { ReportUnit } from '@foyer/protocol/report';
import type { TFunction } from 'i18next';
import { formatMoney } from '../../ui/format-money.ts';

const counts = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A number of a report as it is read: `1,234`, `£12.50`, `3.5 %`, `1 min 20 s`; a dash where there is none. */
export function formatValue(value: number | null, unit: ReportUnit, currency: string): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count':
      return counts.format(value);
    case 'money':
      return formatMoney(Math.round(value), currency);
    case 'percent':
      return `${percents.format(value)} %`;
    case 'seconds':
      return formatSeconds(value);
    case 'decimal':
      return decimals.format(value);
  }
}

/** A duration in two units at most: `8 s`, `1 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatSeconds(value: number): string {
  const seconds = Math.round(value);
  if (value > 0 && value < 10) return `${Math.round(value * 10) / 10} s`;
  if (seconds < 60) return `${seconds} s`;
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (hours === 0) return join(`${minutes} min`, seconds % 60, 's');
  if (days === 0) return join(`${hours} h`, minutes % 60, 'min');
  return join(`${days} d`, hours % 24, 'h');
}

function join(large: string, small: number, unit: string): string {
  return small === 0 ? large : `${large} ${small} ${unit}`;
}

/** How a number has changed, with a sign that needs no colour: `▲ 12 %`, `▼ 3.1 points`, `=`, `new`. */
export interface Difference {
  readonly text: string;
  /** The same in words. */
  readonly words: string;
  readonly direction: 'up' | 'down' | 'same';
}

/** From `before` to `value`; null: there is nothing to compare. */
export function differenceOf(
  value: number | null,
  before: number | null,
  unit: ReportUnit,
  currency: string,
  t: TFunction<'reports'>,
): Difference | null {
  if (value === null || before === null) return null;
  const then = formatValue(before, unit, currency);
  if (value === before) return { text: '=', words: t('difference.same'), direction: 'same' };
  const isUp = value > before;
  const sign = isUp ? '▲' : '▼';
  const direction = isUp ? 'up' : 'down';
  if (before === 0) return { text: t('difference.new'), words: t('difference.newWords'), direction };
  const amount =
    unit === 'percent'
      ? t('difference.points', { amount: percents.format(Math.abs(value - before)) })
      : `${formatChange(Math.abs((value - before) / before) * 100)} %`;
  return {
    text: `${sign} ${amount}`,
    words: t(isUp ? 'difference.up' : 'difference.down', { amount, then }),
    direction,
  };
}

function formatChange(percent: number): string {
  return percent < 10 ? percents.format(percent) : counts.format(percent);
}
