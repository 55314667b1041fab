import { type Expression, expressionSchema } from '@foyer/protocol/condition';
import { type ReportDefinition, type ReportId, type ReportQuery, reportDefinitions } from '@foyer/protocol/report';
import { type DayRange, isRange, rangeOf } from '../../ui/day-range.ts';

/** Everything that a report's address says. */
export interface ReportView {
  readonly range: DayRange;
  readonly compare: ReportQuery['compare'];
  readonly grain: ReportQuery['grain'];
  readonly filter: Expression | null;
  /** Column ids of the lines of the chart. */
  readonly measures: readonly string[];
  /** A column id, or `key`. */
  readonly sort: string;
  readonly direction: 'ascending' | 'descending';
  /** All rows, not only the first. */
  readonly isWhole: boolean;
}

/** Most lines that one chart shows. */
export const maxLines = 3;
const comparisons: readonly string[] = ['before', 'yearBefore'] satisfies ReportQuery['compare'][];
const grains: readonly string[] = ['week', 'month'] satisfies ReportQuery['grain'][];

/** What an address asks for; what it says wrongly or not at all is as it is by default. `today`: of the site. */
export function readView(id: ReportId, search: string, today: string): ReportView {
  const query = new URLSearchParams(search);
  const { columns, rows }: ReportDefinition = reportDefinitions[id];
  const ids = columns.map((column) => column.id);
  const range = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  const compare = query.get('compare') ?? '';
  const grain = query.get('grain') ?? '';
  const sort = query.get('sort') ?? '';
  const measures = (query.get('measures') ?? '').split(',').filter((one) => ids.includes(one));
  const first = ids[0] ?? '';
  const byTime = rows === 'day' || rows === 'hour' || rows === 'tree';
  return {
    range: isRange(range) ? range : rangeOf('last30Days', today),
    compare: (comparisons.includes(compare) ? compare : 'none') as ReportQuery['compare'],
    grain: (grains.includes(grain) ? grain : 'day') as ReportQuery['grain'],
    filter: readExpression(query.get('filter')),
    measures: measures.length === 0 ? [first] : [...new Set(measures)].slice(0, maxLines),
    sort: sort === 'key' || ids.includes(sort) ? sort : byTime ? 'key' : first,
    direction:
      (query.get('direction') ?? (byTime ? 'ascending' : 'descending')) === 'ascending' ? 'ascending' : 'descending',
    isWhole: query.get('rows') === 'all',
  };
}

/** A filter as it stands in addresses; null where there is none or it can't be read. */
export function readExpression(text: string | null): Expression | null {
  if (text === null || text === '') return null;
  try {
    return expressionSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The address of a report with these parts of its view; what is left out is as it is by default. */
export function reportHref(id: ReportId, view: Partial<ReportView>): string {
  const query = new URLSearchParams();
  if (view.range !== undefined) {
    query.set('from', view.range.from);
    query.set('to', view.range.to);
  }
  if (view.compare !== undefined && view.compare !== 'none') query.set('compare', view.compare);
  if (view.grain !== undefined && view.grain !== 'day') query.set('grain', view.grain);
  if (view.filter) query.set('filter', JSON.stringify(view.filter));
  if (view.measures !== undefined) query.set('measures', view.measures.join(','));
  if (view.sort !== undefined) query.set('sort', view.sort);
  if (view.direction !== undefined) query.set('direction', view.direction);
  if (view.isWhole) query.set('rows', 'all');
  return `/reports/${id}${query.size === 0 ? '' : `?${query}`}`;
}

/** What a view keeps when another report is chosen: days, comparison and filter, as far as that report has the same visits or chats. */
export function keptView(view: ReportView, from: ReportId, to: ReportId): Partial<ReportView> {
  const { range, compare, grain, filter } = view;
  return { range, compare, grain, filter: reportDefinitions[from].of === reportDefinitions[to].of ? filter : null };
}
