import { type SqlBool, sql } from 'kysely';
import { smallestIdAt } from '../../../storage/partitions.ts';
import { readGroups } from '../group-facts.ts';
import type { ColumnSource, ReportContext, ReportReader } from '../report-reader.ts';
import { longestVisitMs, selectVisits, type VisitSelection } from '../visit-selection.ts';
import { filterOf } from './visit-groups.ts';

/** Page views, visits and milliseconds. */
export const pageColumns: readonly ColumnSource[] = [{ part: 0 }, { part: 1 }, { part: 2, per: 0, times: 0.001 }];

/** Pages viewed; a page view belongs to its own day. */
export const pages: ReportReader = {
  columns: pageColumns,
  async read(context, question) {
    const selection = await selectVisits(context, question);
    const source = sql`
      select page_view.url as page, count(*) as p0, count(distinct page_view.visit_id) as p1, sum(page_view.visible_ms) as p2
      from ${viewsOf(selection, question.expression !== null)} group by 1`;
    const { groups, rest } = await readGroups(context, question, 'pages', pageColumns, {
      source,
      keys: ['page'],
      parts: 3,
    });
    const visits = await countViewing(context, selection);
    const sums = [0, 2].map((part) =>
      groups.reduce((sum, { parts }) => sum + (parts[part] ?? 0), rest?.parts[part] ?? 0),
    );
    return {
      rows: groups.map(({ key, parts }) => ({ key, label: key, parts, filter: filterOf(['page.anyThisVisit', key]) })),
      rest,
      totals: [sums[0] ?? 0, visits, sums[1] ?? 0],
      source: 'facts',
    };
  },
};

/** SQL: the page views of the range, of those visits that meet the filter, as `page_view`, what belongs behind `from`. */
export function viewsOf({ viewed, matches }: VisitSelection, hasFilter: boolean) {
  return hasFilter
    ? sql`page_view inner join visit on visit.site_id = page_view.site_id and visit.id = page_view.visit_id
        where ${viewed} and ${matches}`
    : sql`page_view where ${viewed}`;
}

/** Visits with a page view in the range: those that began in it, since each begins with one, and those that went on into it. */
export async function countViewing(
  { db, site }: ReportContext,
  { began, matches, viewed, instants }: VisitSelection,
): Promise<number> {
  const goesOn = sql<SqlBool>`visit.site_id = ${site.id} and visit.id >= ${smallestIdAt(Math.max(0, instants.from - longestVisitMs))}
    and visit.started_at < ${instants.from} and visit.last_hit_at >= ${instants.from}
    and exists (select 1 from page_view where page_view.visit_id = visit.id and ${viewed})`;
  const { rows } = await sql<{ visits: number }>`
    select (select count(*) from visit where ${began} and ${matches})
      + (select count(*) from visit where ${goesOn} and ${matches}) as visits`.execute(db);
  return Number(rows[0]?.visits ?? 0);
}
