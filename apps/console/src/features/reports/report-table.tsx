import {
  type Report,
  type ReportColumn,
  type ReportDefinition,
  type ReportRow,
  reportDefinitions,
} from '@foyer/protocol/report';
import { formatReportValue } from '@foyer/rules/format-report-value';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatRange } from '../../ui/day-range.ts';
import { differenceOf } from './format-value.ts';
import { listHrefOf } from './list-address.ts';
import type { ReportView } from './report-address.ts';
import classes from './report-table.module.css';
import { rowLabel } from './row-label.ts';
import { sortRows } from './sort-rows.ts';

interface ReportTableProps {
  report: Report;
  view: ReportView;
  onSort: (sort: Pick<ReportView, 'sort' | 'direction'>) => void;
}

/** All figures of a report. A row leads to the list of what it has counted. */
export function ReportTable({ report, view, onSort }: ReportTableProps) {
  const { t } = useTranslation('reports');
  const { columns, key, title, rows: kind }: ReportDefinition = reportDefinitions[report.id];
  const rows = sortRows(report, view);
  const canSort = kind !== 'tree';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('tableOf', { title })}>
      <table className={classes.table} aria-label={t('tableOf', { title })}>
        <thead>
          <tr>
            <Head id="key" title={key} view={view} onSort={canSort && report.rest === null ? onSort : null} />
            {columns.map((column) => (
              <Head
                key={column.id}
                id={column.id}
                title={column.title}
                view={view}
                isCut={report.rest !== null}
                onSort={canSort ? onSort : null}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.depth} ${row.key}`}>
              <th scope="row" style={{ paddingLeft: `${1.25 + row.depth * 1.25}rem` }}>
                <RowName report={report} row={row} view={view} />
              </th>
              <Figures report={report} columns={columns} values={row.values} before={row.before} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          {report.rest === null ? null : (
            <tr>
              <th scope="row">{t('rest', { count: report.rest.rows })}</th>
              <Figures report={report} columns={columns} values={report.rest.values} before={null} isAlone />
            </tr>
          )}
          <tr className={classes.totals}>
            <th scope="row">{t('totals')}</th>
            <Figures report={report} columns={columns} values={report.totals.values} before={report.totals.before} />
          </tr>
        </tfoot>
      </table>
      {report.before === null ? null : (
        <p className={classes.note}>{t('comparedWith', { days: formatRange(report.before) })}</p>
      )}
    </section>
  );
}

interface HeadProps {
  id: string;
  title: string;
  view: ReportView;
  /** Only the greatest rows are here: no order but that one makes sense. */
  isCut?: boolean;
  onSort: ((sort: Pick<ReportView, 'sort' | 'direction'>) => void) | null;
}

function Head({ id, title, view, isCut = false, onSort }: HeadProps) {
  if (onSort === null)
    return (
      <th scope="col">
        <span className={classes.head}>{title}</span>
      </th>
    );
  const isChosen = view.sort === id;
  const direction = isChosen ? (isCut ? 'descending' : view.direction) : undefined;
  const next =
    direction === undefined
      ? id === 'key'
        ? 'ascending'
        : 'descending'
      : direction === 'descending'
        ? 'ascending'
        : 'descending';
  return (
    <th scope="col" aria-sort={direction ?? 'none'}>
      <button
        type="button"
        className={classes.head}
        onClick={() => onSort({ sort: id, direction: isCut ? 'descending' : next })}
      >
        {title}
        {direction === 'ascending' ? <IconArrowUp size={12} aria-hidden /> : null}
        {direction === 'descending' ? <IconArrowDown size={12} aria-hidden /> : null}
      </button>
    </th>
  );
}

function RowName({ report, row, view }: { report: Report; row: ReportRow; view: ReportView }) {
  const { t } = useTranslation('reports');
  const label = rowLabel(report.id, row, t);
  const href = listHrefOf(report.id, row, view.range, view.filter);
  if (href === null) return <span title={label}>{label}</span>;
  return (
    <Link href={href} title={label} data-list-item>
      {label}
    </Link>
  );
}

interface FiguresProps {
  report: Report;
  columns: readonly ReportColumn[];
  values: ReportRow['values'];
  before: ReportRow['before'];
  /** It is not compared with anything. */
  isAlone?: boolean;
}

function Figures({ report, columns, values, before, isAlone = false }: FiguresProps) {
  const { t } = useTranslation('reports');
  return columns.map(({ id, unit }, index) => {
    const value = values[index] ?? null;
    // A row that was not there before has counted nothing then.
    const then = before === null ? (unit === 'count' || unit === 'money' ? 0 : null) : (before[index] ?? null);
    const difference = report.before === null || isAlone ? null : differenceOf(value, then, unit, report.currency, t);
    return (
      <td key={id}>
        {formatReportValue(value, unit, report.currency)}
        {difference === null ? null : (
          <span className={classes.difference} title={difference.words}>
            <span aria-hidden>{difference.text}</span>
            <span className="visually-hidden">{difference.words}</span>
          </span>
        )}
      </td>
    );
  });
}
