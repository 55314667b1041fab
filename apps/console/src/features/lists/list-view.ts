import { type Expression, expressionSchema } from '@foyer/protocol/condition';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useSiteToday } from '../../api/site-day.ts';
import type { Sort } from '../../ui/data-table.tsx';
import { type DayRange, isRange, rangeOf } from '../../ui/day-range.ts';

/** What a list can be asked for beside days and filter, and how it is ordered until somebody says otherwise. */
export interface ListDefinition {
  /** Address of the list. */
  readonly base: string;
  /** Column ids by the name that the server sorts by. */
  readonly sorts: Readonly<Record<string, string>>;
  /** Names of further parameters, such as `alertId`. */
  readonly extras: readonly string[];
}

/** Everything that a list's address says. */
export interface ListView {
  /** Empty sides are open. */
  readonly range: DayRange;
  readonly filter: Expression | null;
  /** By the server's name of the column. */
  readonly sort: Sort;
  /** Column ids; null: as remembered. */
  readonly columns: readonly string[] | null;
  readonly extras: Readonly<Record<string, string>>;
}

/** A filter as it stands in addresses; null where there is none or it can't be read. */
export function readFilterText(text: string | null): Expression | null {
  if (text === null || text === '') return null;
  try {
    return expressionSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What an address asks for; what it says wrongly or not at all is as it is by default: the last 30 days, newest first. */
export function readListView(search: string, { sorts, extras }: ListDefinition, today: string): ListView {
  const query = new URLSearchParams(search);
  const range = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  const isGiven = query.has('from') || query.has('to');
  const [first = ''] = Object.keys(sorts);
  const sort = query.get('sort') ?? '';
  const columns = query.get('columns');
  return {
    range: isGiven && isRange(range, true) ? range : rangeOf('last30Days', today),
    filter: readFilterText(query.get('filter')),
    sort: {
      column: Object.hasOwn(sorts, sort) ? sort : first,
      direction: query.get('direction') === 'ascending' ? 'ascending' : 'descending',
    },
    columns: columns === null || columns === '' ? null : columns.split(','),
    extras: Object.fromEntries(extras.map((name) => [name, query.get(name) ?? ''])),
  };
}

/** A view as the query of the list's address. */
export function writeListView({ range, filter, sort, columns, extras }: ListView, definition: ListDefinition): string {
  const query = new URLSearchParams({ from: range.from, to: range.to });
  if (filter !== null) query.set('filter', JSON.stringify(filter));
  const [first] = Object.keys(definition.sorts);
  if (sort.column !== first) query.set('sort', sort.column);
  if (sort.direction !== 'descending') query.set('direction', sort.direction);
  if (columns !== null) query.set('columns', columns.join(','));
  for (const [name, value] of Object.entries(extras)) if (value !== '') query.set(name, value);
  return query.toString();
}

/** What the server is asked for the same view: without pages and columns. */
export function askedOf({ range, filter, extras }: ListView): URLSearchParams {
  const query = new URLSearchParams();
  if (range.from !== '') query.set('from', range.from);
  if (range.to !== '') query.set('to', range.to);
  if (filter !== null) query.set('filter', JSON.stringify(filter));
  for (const [name, value] of Object.entries(extras)) if (value !== '') query.set(name, value);
  return query;
}

/** The view that the address says, the way to change it, and the address of something in the list. */
export function useListView(definition: ListDefinition): {
  readonly view: ListView;
  readonly change: (part: Partial<ListView>) => void;
  readonly hrefOf: (id: string | null) => string;
} {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const today = useSiteToday();
  const view = useMemo(() => readListView(search, definition, today), [search, definition, today]);
  const change = useCallback(
    (part: Partial<ListView>) => navigate(`${location}?${writeListView({ ...view, ...part }, definition)}`),
    [location, navigate, view, definition],
  );
  const hrefOf = useCallback(
    (id: string | null) => {
      const path = id === null ? definition.base : `${definition.base}/${encodeURIComponent(id)}`;
      return search === '' ? path : `${path}?${search}`;
    },
    [search, definition],
  );
  return { view, change, hrefOf };
}
