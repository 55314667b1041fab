import type { ReportUnit } from '@foyer/protocol/report';

const counts = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A number of a report as it is read: `1,234`, `£12.50`, `3.5 %`, `1 min 20 s`; a dash where there is none. */
export function formatReportValue(value: number | null, unit: ReportUnit, currency: string): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count':
      return counts.format(value);
    case 'money':
      return formatMinor(value, currency);
    case 'percent':
      return `${percents.format(value)} %`;
    case 'seconds':
      return formatSeconds(value);
    case 'decimal':
      return decimals.format(value);
  }
}

/** A duration in two units at most: `8.5 s`, `1 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatSeconds(value: number): string {
  if (value > 0 && value < 9.95) return `${Math.round(value * 10) / 10} s`;
  const seconds = Math.round(value);
  if (seconds < 60) return `${seconds} s`;
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (hours === 0) return join(`${minutes} min`, seconds % 60, 's');
  if (days === 0) return join(`${hours} h`, minutes % 60, 'min');
  return join(`${days} d`, hours % 24, 'h');
}

/** How far a number is from what it was before, with a sign that needs no colour: `▲ 12 %`, `▼ 3.1 points`, `=`, `▲ new`. */
export function formatChange(value: number, before: number, unit: ReportUnit): string {
  if (value === before) return '=';
  const sign = value > before ? '▲' : '▼';
  if (unit === 'percent') return `${sign} ${percents.format(Math.abs(value - before))} points`;
  if (before === 0) return `${sign} new`;
  const percent = Math.abs((value - before) / before) * 100;
  return `${sign} ${(percent < 9.95 ? percents : counts).format(percent)} %`;
}

function join(large: string, small: number, unit: string): string {
  return small === 0 ? large : `${large} ${small} ${unit}`;
}

function formatMinor(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(Math.round(minor) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
