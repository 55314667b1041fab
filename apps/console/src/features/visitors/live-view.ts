import type { LiveView } from '@foyer/protocol/visit';
import { createRememberedValue } from '../../api/remembered-value.ts';
import type { Sort } from '../../ui/data-table.tsx';

/** What the operator filters the live list by. */
export interface VisitorFilter {
  text: string;
  states: ('active' | 'idle' | 'left')[];
  countries: string[];
  alertIds: string[];
  newOnly: boolean;
  withChat: boolean;
}

export const noFilter: VisitorFilter = {
  text: '',
  states: [],
  countries: [],
  alertIds: [],
  newOnly: false,
  withChat: false,
};

/** Columns that can be sorted by, and how the server calls them. Time on site counts from the start, so it runs the other way. */
const sortColumns = {
  visitor: { column: 'name', isReversed: false },
  page: { column: 'pageTitle', isReversed: false },
  time: { column: 'startedAt', isReversed: true },
  pages: { column: 'pageCount', isReversed: false },
  visitNumber: { column: 'visitNumber', isReversed: false },
  source: { column: 'referrerHost', isReversed: false },
  alert: { column: 'alert', isReversed: false },
  organisation: { column: 'organisation', isReversed: false },
  country: { column: 'country', isReversed: false },
} as const;

type SortColumn = keyof typeof sortColumns;

function isSortColumn(column: string): column is SortColumn {
  return Object.hasOwn(sortColumns, column);
}

/** The remembered sort; the newest visitors first until another is chosen. */
export const liveSort = createRememberedValue<Sort>(
  'foyer.visitors.sort',
  { column: 'time', direction: 'ascending' },
  (value) => {
    const sort = value as Partial<Sort> | null;
    if (typeof sort?.column !== 'string' || !isSortColumn(sort.column)) return null;
    return { column: sort.column, direction: sort.direction === 'descending' ? 'descending' : 'ascending' };
  },
);

/** The view as the server takes it. */
export function liveView(sort: Sort, filter: VisitorFilter, limit: number): LiveView {
  const { column, isReversed } = sortColumns[isSortColumn(sort.column) ? sort.column : 'time'];
  const isAscending = (sort.direction === 'ascending') !== isReversed;
  const text = filter.text.trim();
  return {
    sort: { column, direction: isAscending ? 'ascending' : 'descending' },
    filter: {
      ...(text === '' ? {} : { text }),
      ...(filter.states.length === 0 ? {} : { states: filter.states }),
      ...(filter.countries.length === 0 ? {} : { countries: filter.countries }),
      ...(filter.alertIds.length === 0 ? {} : { alertIds: filter.alertIds }),
      ...(filter.newOnly ? { newOnly: true } : {}),
      ...(filter.withChat ? { withChat: true } : {}),
    },
    limit,
  };
}

/** How many filters besides the text are on. */
export function countFilters(filter: VisitorFilter): number {
  const lists = [filter.states, filter.countries, filter.alertIds].filter((list) => list.length > 0).length;
  return lists + Number(filter.newOnly) + Number(filter.withChat);
}
