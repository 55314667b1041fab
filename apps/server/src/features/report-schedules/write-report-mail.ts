import { type Report, type ReportDefinition, type ReportRow, reportDefinitions } from '@foyer/protocol/report';
import { formatChange, formatReportValue } from '@foyer/rules/format-report-value';
import { escapeHtml, oneLine } from '../outbox/render-template.ts';

/** Rows of a report that a mail has, and the most stretches of time. */
const shownRows = 10;
const shownStretches = 31;
/** Columns of the table of a mail; all of them stand in the totals. */
const shownColumns = 5;

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

interface MailedReports {
  readonly site: string;
  /** Name of the schedule. */
  readonly name: string;
  readonly days: { readonly from: string; readonly to: string };
  readonly reports: readonly Report[];
  /** Public address of this server. */
  readonly origin: string;
}

/** A mail with reports: their totals, how these have changed, the first rows, and a link to each. */
export function writeReportMail({ site, name, days, reports, origin }: MailedReports) {
  const range = formatDays(days);
  const parts = reports.map((report) => ({ report, link: linkTo(origin, report) }));
  const about = `You get this because your address is among the recipients of “${name}”, one of the reports by e-mail of ${site}. An administrator can change that.`;
  const settings = `${origin}/console/settings/report-schedules`;
  return {
    subject: oneLine(`${name}, ${range}: ${site}`).slice(0, 200),
    text: [
      `${name}\n${site}, ${range}`,
      ...parts.map(({ report, link }) => reportText(report, link)),
      `${about}\n${settings}`,
    ].join('\n\n\n'),
    html: page(
      `<h1 style="font-size:20px;margin:0">${escapeHtml(name)}</h1>
<p style="color:#60626d;margin:4px 0 0">${escapeHtml(`${site}, ${range}`)}</p>
${parts.map(({ report, link }) => reportHtml(report, link)).join('\n')}
<p style="color:#60626d;font-size:12px;margin:32px 0 0">${escapeHtml(about)} <a href="${escapeHtml(settings)}" style="color:#3f48ae">Settings</a></p>`,
    ),
  };
}

function reportText(report: Report, link: string): string {
  const { title, columns }: ReportDefinition = reportDefinitions[report.id];
  const totals = columns.map((column, index) => `  ${column.title}: ${totalWords(report, index)}`);
  const rows = rowsOf(report).map((row) => {
    const figures = columns
      .slice(0, shownColumns)
      .map(
        (column, index) =>
          `${column.title} ${formatReportValue(row.values[index] ?? null, column.unit, report.currency)}`,
      );
    return `  ${'  '.repeat(row.depth)}${oneLine(labelOf(report, row))}: ${figures.join(', ')}`;
  });
  return [title.toUpperCase(), totals.join('\n'), ...(rows.length === 0 ? [] : [rows.join('\n')]), link].join('\n\n');
}

function reportHtml(report: Report, link: string): string {
  const { title, key, columns }: ReportDefinition = reportDefinitions[report.id];
  const cell = 'padding:4px 12px 4px 0;border-bottom:1px solid #e5e5eb;text-align:right;white-space:nowrap';
  const first = cell.replace('text-align:right;white-space:nowrap', 'text-align:left');
  const head = `font-weight:normal;color:#60626d;${cell}`;
  const totals = columns.map(
    (column, index) =>
      `<tr><th style="font-weight:normal;${first}">${escapeHtml(column.title)}</th><td style="${cell}">${escapeHtml(totalWords(report, index))}</td></tr>`,
  );
  const shown = columns.slice(0, shownColumns);
  const rows = rowsOf(report).map((row) => {
    const figures = shown.map(
      ({ unit }, index) =>
        `<td style="${cell}">${escapeHtml(formatReportValue(row.values[index] ?? null, unit, report.currency))}</td>`,
    );
    const indent = `padding-left:${row.depth * 16}px`;
    return `<tr><th style="font-weight:normal;${first};${indent}">${escapeHtml(labelOf(report, row))}</th>${figures.join('')}</tr>`;
  });
  const heads = [key, ...shown.map((column) => column.title)].map(
    (text, index) =>
      `<th style="${index === 0 ? head.replace('text-align:right', 'text-align:left') : head}">${escapeHtml(text)}</th>`,
  );
  const table = 'style="border-collapse:collapse;font-size:14px;margin:8px 0 0"';
  return `<h2 style="font-size:16px;margin:32px 0 0"><a href="${escapeHtml(link)}" style="color:#3f48ae">${escapeHtml(title)}</a></h2>
<table ${table}>${totals.join('\n')}</table>
${rows.length === 0 ? '' : `<table ${table}><tr>${heads.join('')}</tr>\n${rows.join('\n')}</table>`}`;
}

/** `1,234 (▲ 12 % from 1,100)`. */
function totalWords(report: Report, index: number): string {
  const { columns }: ReportDefinition = reportDefinitions[report.id];
  const unit = columns[index]?.unit ?? 'count';
  const write = (value: number | null) => formatReportValue(value, unit, report.currency);
  const value = report.totals.values[index] ?? null;
  const before = report.totals.before?.[index] ?? null;
  if (value === null || before === null) return write(value);
  return `${write(value)} (${formatChange(value, before, unit)}${value === before ? ' as before' : ` from ${write(before)}`})`;
}

function rowsOf({ id, rows }: Report): readonly ReportRow[] {
  const kind = reportDefinitions[id].rows;
  if (kind === 'day') return rows.length > shownStretches || rows.length < 2 ? [] : rows;
  const counted = rows.filter(({ values }) => values.some((value) => value));
  if (kind === 'tree') return counted.slice(0, shownStretches);
  const greatest = kind === 'hour' ? counted.toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0)) : counted;
  return greatest.slice(0, shownRows);
}

function labelOf({ id }: Report, { key, label, days }: ReportRow): string {
  switch (reportDefinitions[id].rows) {
    case 'day':
      return formatDays(days ?? { from: key, to: key });
    case 'hour': {
      const [weekday, hour] = key.split(' ').map(Number);
      return `${weekdays[(weekday ?? 1) - 1]}, ${hour}:00 – ${hour}:59`;
    }
    case 'country':
      return countryName(key);
    default:
      return label === '' ? 'Unknown' : label;
  }
}

function countryName(code: string): string {
  if (code === '') return 'Unknown';
  try {
    return countries.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

function linkTo(origin: string, { id, from, to }: Report): string {
  return `${origin}/console/reports/${id}?${new URLSearchParams({ from, to, compare: 'before' })}`;
}

/** `Mon, 2 Mar 2026`, `2 Mar 2026 – 8 Mar 2026`. */
function formatDays({ from, to }: { from: string; to: string }): string {
  const write = (day: string, weekday: boolean) =>
    new Intl.DateTimeFormat('en-GB', {
      ...(weekday ? { weekday: 'short' } : {}),
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(Date.parse(`${day}T00:00:00Z`));
  return from === to ? write(from, true) : `${write(from, false)} – ${write(to, false)}`;
}

function page(body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;color:#1d1e24;background:#ffffff;font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
${body}
</body></html>`;
}
