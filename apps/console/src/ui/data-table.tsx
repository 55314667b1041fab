import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import classes from './data-table.module.css';

/** One column. `render` must not depend on anything but the row, since rows are drawn again only when they change. */
export interface Column<Row> {
  id: string;
  title: string;
  render: (row: Row) => ReactNode;
  sortable?: boolean;
  align?: 'right';
  /** CSS width; columns without share what is left. */
  width?: string;
}

export interface Sort {
  column: string;
  direction: 'ascending' | 'descending';
}

interface DataTableProps<Row> {
  /** Says what the table lists, for screen readers. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Opens a row by mouse; the keyboard's way is the link that the first column renders. */
  onOpen?: (row: Row) => void;
  chosenKey?: string | null;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  footer?: ReactNode;
}

/** A dense table with a fixed head. Sorting is told to assistive technology; the caller does the sorting. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, onOpen, chosenKey, sort, onSort, footer } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.table} aria-label={label} style={{ minWidth: leastWidth(columns) }}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BodyRow
              key={keyOf(row)}
              row={row}
              columns={columns as Column<unknown>[]}
              onOpen={onOpen as ((row: unknown) => void) | undefined}
              isChosen={chosenKey === keyOf(row)}
            />
          ))}
        </tbody>
      </table>
      {footer}
    </section>
  );
}

const leastFreeWidth = '13rem';

/** Below this the table scrolls sideways instead of squeezing columns. */
function leastWidth<Row>(columns: Column<Row>[]): string {
  return `calc(${columns.map((column) => column.width ?? leastFreeWidth).join(' + ')})`;
}

interface HeadProps<Row> {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const style = column.width === undefined ? {} : { width: column.width };
  if (!column.sortable || onSort === undefined)
    return (
      <th scope="col" style={style} data-align={column.align}>
        <span className={classes.headText}>{column.title}</span>
      </th>
    );
  const direction = sort?.column === column.id ? sort.direction : undefined;
  const next = direction === 'ascending' ? 'descending' : 'ascending';
  return (
    <th scope="col" style={style} data-align={column.align} aria-sort={direction ?? 'none'}>
      <button
        type="button"
        className={classNames(classes.headText, classes.sort)}
        onClick={() => onSort({ column: column.id, direction: next })}
      >
        {column.title}
        {direction === 'ascending' ? <IconArrowUp size={12} aria-hidden /> : null}
        {direction === 'descending' ? <IconArrowDown size={12} aria-hidden /> : null}
      </button>
    </th>
  );
}

interface BodyRowProps {
  row: unknown;
  columns: Column<unknown>[];
  onOpen: ((row: unknown) => void) | undefined;
  isChosen: boolean;
}

const BodyRow = memo(function BodyRow({ row, columns, onOpen, isChosen }: BodyRowProps) {
  return (
    <tr
      className={classNames(onOpen !== undefined && classes.opens, isChosen && classes.chosen)}
      aria-current={isChosen ? 'true' : undefined}
      onClick={(event) => {
        // Links and buttons in the row act for themselves.
        if (onOpen !== undefined && !(event.target as Element).closest('a, button, input, label')) onOpen(row);
      }}
    >
      {columns.map((column) => (
        <td key={column.id} data-align={column.align}>
          {column.render(row)}
        </td>
      ))}
    </tr>
  );
});
