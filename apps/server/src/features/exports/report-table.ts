import {
  type Report,
  type ReportDefinition,
  type ReportRow,
  type ReportUnit,
  reportDefinitions,
} from '@foyer/protocol/report';
import type { Cell, CellKind, ExportColumn, ExportTable } from './export-table.ts';

const kinds: Readonly<Record<ReportUnit, CellKind>> = {
  count: 'number',
  money: 'money',
  percent: 'percent',
  seconds: 'seconds',
  decimal: 'decimal',
};
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** How the first columns tell what a row is. */
interface RowHead {
  readonly columns: readonly ExportColumn[];
  readonly of: (row: ReportRow) => readonly Cell[];
  /** Of a row that is none of them, such as the total. */
  readonly named: (name: string) => readonly Cell[];
}

/** A report as a table: its rows, what was cut, and the total; beside each figure the one before, if there was a comparison. */
export function tableOfReport(report: Report, timeZone: string): ExportTable {
  const definition: ReportDefinition = reportDefinitions[report.id];
  const head = headOf(definition);
  const isCompared = report.before !== null;
  const columns = definition.columns.flatMap(({ id, title, unit }): ExportColumn[] => {
    const column = { id, title, kind: kinds[unit] };
    return isCompared ? [column, { ...column, id: `${id}Before`, title: `${title} before` }] : [column];
  });
  const cells = (values: readonly (number | null)[], before: readonly (number | null)[] | null): Cell[] =>
    values.flatMap((value, index) => (isCompared ? [value, before?.[index] ?? null] : [value]));
  const { rest, totals } = report;
  const rows = [
    ...report.rows.map((row) => [...head.of(row), ...cells(row.values, row.before)]),
    ...(rest === null ? [] : [[...head.named(`The other ${rest.rows}`), ...cells(rest.values, null)]]),
    [...head.named('Total'), ...cells(totals.values, totals.before)],
  ];
  return {
    title: definition.title,
    columns: [...head.columns, ...columns],
    currency: report.currency,
    timeZone,
    rows: (async function* () {
      yield rows;
    })(),
  };
}

function headOf({ rows, key }: ReportDefinition): RowHead {
  const text = (id: string, title: string): ExportColumn => ({ id, title, kind: 'text' });
  switch (rows) {
    case 'day':
      return {
        columns: [
          { id: 'from', title: 'From', kind: 'day' },
          { id: 'to', title: 'To', kind: 'day' },
        ],
        of: ({ key: day, days }) => [days?.from ?? day, days?.to ?? day],
        named: (name) => [name, null],
      };
    case 'hour':
      return {
        columns: [text('weekday', 'Weekday'), { id: 'hour', title: 'Hour', kind: 'number' }],
        of: ({ key: hourKey }) => {
          const [weekday = 1, hour = 0] = hourKey.split(' ').map(Number);
          return [weekdayNames[weekday - 1] ?? '', hour];
        },
        named: (name) => [name, null],
      };
    case 'tree':
      return {
        columns: [{ id: 'level', title: 'Level', kind: 'number' }, text('key', key)],
        of: ({ depth, label }) => [depth + 1, label],
        named: (name) => [null, name],
      };
    case 'country':
      return {
        columns: [text('code', 'Code'), text('key', key)],
        of: ({ key: code, label }) => [code, label],
        named: (name) => [null, name],
      };
    default:
      return { columns: [text('key', key)], of: ({ label }) => [label], named: (name) => [name] };
  }
}
