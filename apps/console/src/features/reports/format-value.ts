import type { ReportUnit } from '@foyer/protocol/report';
import { formatChange, formatReportValue, formatSeconds } from '@foyer/rules/format-report-value';
import type { TFunction } from 'i18next';
import { formatMoneyShort } from '../../ui/format-money.ts';

const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** A round number on an axis: `2k`, `£1.5k`, `25 %`, `5 min`. */
export function formatShort(value: number, unit: ReportUnit, currency: string): string {
  switch (unit) {
    case 'money':
      return formatMoneyShort(value, currency);
    case 'percent':
      return `${short.format(value)} %`;
    case 'seconds':
      return formatSeconds(value);
    default:
      return short.format(value);
  }
}

/** How a number has changed, by a sign that needs no colour, and in words. */
export interface Difference {
  readonly text: string;
  readonly words: string;
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
  const text = formatChange(value, before, unit);
  if (value === before) return { text, words: t('difference.same') };
  if (before === 0) return { text, words: t('difference.new') };
  const amount = text.slice(2);
  const then = formatReportValue(before, unit, currency);
  return { text, words: t(value > before ? 'difference.up' : 'difference.down', { amount, then }) };
}
