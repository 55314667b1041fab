import {
  type Report,
  type ReportDefinition,
  type ReportId,
  type ReportRow,
  reportDefinitions,
} from '@foyer/protocol/report';
import { type Days, listStretches } from './report-days.ts';
import type { ColumnSource, PartsRow, ReportData, ReportQuestion, ReportReader } from './report-reader.ts';

type Values = (number | null)[];

/** What was found in the days compared with. */
interface Before {
  readonly days: Days;
  readonly data: ReportData;
}

/** Puts together what readers found: stretches of time, values, order, limit, rest, totals, comparison. */
export function composeReport(
  id: ReportId,
  reader: ReportReader,
  question: ReportQuestion,
  data: ReportData,
  before: Before | null,
  currency: string,
): Report {
  const definition: ReportDefinition = reportDefinitions[id];
  const sums = sumOf(reader, data);
  const totals = data.totals ?? sums;
  const sumsBefore = before && (before.data.totals ?? sumOf(reader, before.data));
  const valuesOf = (parts: readonly number[]) => toValues(reader.columns, parts, totals);
  const valuesBefore = (parts: readonly number[]) => toValues(reader.columns, parts, sumsBefore ?? []);

  const toRow = (row: PartsRow, days: Days | null, earlier: PartsRow | undefined): ReportRow => ({
    key: row.key,
    label: row.label,
    depth: row.depth ?? 0,
    values: valuesOf(row.parts),
    before: earlier ? valuesBefore(earlier.parts) : null,
    filter: row.filter,
    days,
  });

  let rows: ReportRow[];
  let rest: Report['rest'] = null;
  if (definition.rows === 'day') {
    const earlier = before && stretch(reader, before.data, before.days, question.grain);
    rows = stretch(reader, data, question, question.grain).map(({ row, days }, index) =>
      toRow(row, days, earlier?.[index]?.row),
    );
  } else {
    const wanted = definition.rows === 'hour' ? everyHour(reader, data) : data.rows;
    const byKey = new Map(before?.data.rows.map((row) => [row.key, row]));
    rows = wanted.map((row) => toRow(row, null, byKey.get(row.key)));
    if (definition.rows !== 'hour' && definition.rows !== 'tree') {
      const order = sortIndexOf(id, question.sort);
      if (!reader.keepsOrder || question.sort !== undefined)
        rows = rows.sort((one, other) => compareRows(one, other, order));
      rows = rows.slice(0, question.limit);
      rest = restOf(data, rows, sums, valuesOf);
    }
  }
  return {
    id,
    from: question.from,
    to: question.to,
    before: before?.days ?? null,
    currency,
    rows,
    rest,
    totals: { values: valuesOf(totals), before: before && valuesBefore(sumsBefore ?? []) },
    source: data.source,
  };
}

/** The column that rows are ordered by; an unknown name is the caller's mistake, which the route refuses before. */
export function sortIndexOf(id: ReportId, sort: string | undefined): number {
  const { columns }: ReportDefinition = reportDefinitions[id];
  return Math.max(0, sort === undefined ? 0 : columns.findIndex((column) => column.id === sort));
}

/** The columns' values of some parts; what there is no number for, such as an average of nothing, is null. */
function toValues(columns: readonly ColumnSource[], parts: readonly number[], totals: readonly number[]): Values {
  const percent = (part: number, of: number) => (of === 0 ? null : (part / of) * 100);
  return columns.map((column) => {
    const value = toValue(column);
    return Number.isNaN(value) ? null : value;
  });
  function toValue(column: ColumnSource): number | null {
    if ('share' in column) return percent(parts[column.share] ?? 0, totals[column.share] ?? 0);
    const part = parts[column.part] ?? 0;
    if (!('per' in column)) return part;
    const per = parts[column.per] ?? 0;
    return per === 0 ? null : (part / per) * column.times;
  }
}

function sumOf(reader: ReportReader, { rows, rest }: ReportData): number[] {
  const sums = [...(rest?.parts ?? noParts(reader))];
  for (const { parts } of rows) for (const [index, part] of parts.entries()) sums[index] = (sums[index] ?? 0) + part;
  return sums;
}

function noParts({ columns }: ReportReader): number[] {
  const last = columns.flatMap((column) =>
    'share' in column ? [column.share] : 'per' in column ? [column.part, column.per] : [column.part],
  );
  return Array.from({ length: Math.max(...last) + 1 }, () => 0);
}

/** Days added up to stretches of time, those without anything included. */
function stretch(reader: ReportReader, data: ReportData, range: Days, grain: ReportQuestion['grain']) {
  const byDay = data.rows.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  let next = 0;
  return listStretches(range, grain).map((days) => {
    const parts = noParts(reader);
    for (let row = byDay[next]; row !== undefined && row.key <= days.to; next++, row = byDay[next])
      if (row.key >= days.from)
        for (const [index, part] of row.parts.entries()) parts[index] = (parts[index] ?? 0) + part;
    return { days, row: { key: days.from, label: days.from, parts, filter: null } satisfies PartsRow };
  });
}

/** A row for each hour of the week, Monday's first. */
function everyHour(reader: ReportReader, { rows }: ReportData): PartsRow[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return Array.from({ length: 7 * 24 }, (_, index) => {
    const key = `${Math.floor(index / 24) + 1} ${index % 24}`;
    return byKey.get(key) ?? { key, label: key, parts: noParts(reader), filter: null };
  });
}

/** The greatest first, what has no number last; equals by the first column, then by their keys. */
function compareRows(one: ReportRow, other: ReportRow, order: number): number {
  for (const index of [order, 0]) {
    const [a, b] = [one.values[index] ?? null, other.values[index] ?? null];
    if (a === b) continue;
    if (a === null) return 1;
    if (b === null) return -1;
    return b - a;
  }
  return one.key < other.key ? -1 : 1;
}

function restOf(
  data: ReportData,
  shown: readonly ReportRow[],
  sums: readonly number[],
  valuesOf: (parts: readonly number[]) => Values,
): Report['rest'] {
  const left = data.rows.length + (data.rest?.rows ?? 0) - shown.length;
  if (left <= 0) return null;
  const keys = new Set(shown.map(({ key }) => key));
  const parts = [...sums];
  for (const row of data.rows)
    if (keys.has(row.key)) for (const [index, part] of row.parts.entries()) parts[index] = (parts[index] ?? 0) - part;
  return { rows: left, values: valuesOf(parts) };
}
