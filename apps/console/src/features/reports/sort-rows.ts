import { type Report, reportDefinitions } from '@foyer/protocol/report';
import type { ReportView } from './report-address.ts';

/**
 * Rows in the wanted order, those without a number last; branches of a tree stay where they are. Where rows were cut, the
 * server has put the greatest first, and another order would be one of the shown rows only: it is not made.
 */
export function sortRows(report: Report, { sort, direction }: Pick<ReportView, 'sort' | 'direction'>): Report['rows'] {
  const { columns, rows } = reportDefinitions[report.id];
  if (rows === 'tree' || report.rest !== null) return report.rows;
  const turn = direction === 'ascending' ? 1 : -1;
  if (sort === 'key') {
    const isOrdered = rows === 'day' || rows === 'hour';
    if (isOrdered) return turn === 1 ? report.rows : report.rows.toReversed();
    return report.rows.toSorted((one, other) => turn * one.label.localeCompare(other.label));
  }
  const index = columns.findIndex(({ id }) => id === sort);
  return report.rows.toSorted((one, other) => {
    const [a, b] = [one.values[index] ?? null, other.values[index] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return turn * (a - b);
  });
}
