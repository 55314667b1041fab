import type { Expression } from '@foyer/protocol/condition';
import { type ReportId, type ReportRow, reportDefinitions } from '@foyer/protocol/report';
import type { DayRange } from '../../ui/day-range.ts';

/** The list of visits or chats that a row has counted; null: no list can show just those. */
export function listHrefOf(id: ReportId, row: ReportRow, range: DayRange, filter: Expression | null): string | null {
  const days = row.days ?? range;
  if (row.filter === null && row.days === null) return null;
  const query = new URLSearchParams({ from: days.from, to: days.to });
  const both = joinFilters(filter, row.filter);
  if (both !== null) query.set('filter', JSON.stringify(both));
  return `${reportDefinitions[id].of === 'visits' ? '/visits' : '/recent-chats'}?${query}`;
}

/** What both hold true of. */
export function joinFilters(one: Expression | null, other: Expression | null): Expression | null {
  if (one === null || other === null) return one ?? other;
  const terms = (expression: Expression) => ('all' in expression ? expression.all : [expression]);
  return { all: [...terms(one), ...terms(other)] };
}
