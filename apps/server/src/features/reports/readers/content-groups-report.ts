import { setImmediate as nextTurn } from 'node:timers/promises';
import { compilePagePattern, readPageAddress } from '@foyer/rules/page-pattern';
import { readPatternList } from '@foyer/rules/pattern-list';
import { sql } from 'kysely';
import { AppError } from '../../../http/app-error.ts';
import { listContentGroups } from '../../content-groups/list-content-groups.ts';
import { readGroups } from '../group-facts.ts';
import type { PartsRow, ReportReader } from '../report-reader.ts';
import { selectVisits } from '../visit-selection.ts';
import { countViewing, pageColumns, viewsOf } from './pages-report.ts';

/** Different addresses that are judged at most: each is looked at by every pattern. */
const maxAddresses = 100_000;

const addressesAtOnce = 500;

/**
 * Page views by content group (W-117). Every address of the range is judged once; those of the groups are told to the
 * database, which counts. The key of what is in no group is empty.
 */
export const contentGroups: ReportReader = {
  columns: pageColumns,
  async read(context, question) {
    const { db, dialect, site } = context;
    const groups = await listContentGroups(db, site.id);
    const selection = await selectVisits(context, question);
    const views = viewsOf(selection, question.expression !== null);
    const { rows: addresses } = await sql<{ url: string }>`
      select distinct page_view.url as url from ${views} limit ${maxAddresses + 1}`.execute(db);
    if (addresses.length > maxAddresses)
      throw new AppError('invalid_request', 'There are too many different pages in these days', {
        fields: [{ path: 'from', message: `must be later: these days have more than ${maxAddresses} different pages` }],
      });
    const compiled = groups.map(({ name, pages }) => ({
      name,
      patterns: pages.flatMap(readPatternList).map((source) => compilePagePattern(source, site.keepsFragments)),
    }));
    const grouped: [url: string, name: string][] = [];
    for (const [index, { url }] of addresses.entries()) {
      // Others have their turn: there may be many patterns.
      if (index % addressesAtOnce === 0) await nextTurn();
      const address = readPageAddress(url);
      const group = compiled.find(({ patterns }) => patterns.some((pattern) => pattern.matches(address)));
      if (group) grouped.push([url, group.name]);
    }
    const list = JSON.stringify(grouped);
    const named =
      dialect === 'sqlite'
        ? sql`select value ->> 0 as url, value ->> 1 as name from json_each(${list})`
        : sql`select value ->> 0 as url, value ->> 1 as name from json_array_elements(${list}::json)`;
    const source = sql`
      select named.name as name, count(*) as p0, count(distinct view.visit_id) as p1, sum(view.visible_ms) as p2
      from (select page_view.url, page_view.visit_id, page_view.visible_ms from ${views}) as view
      left join named on named.url = view.url group by 1`;
    const { groups: found, rest } = await readGroups(
      context,
      question,
      'content-groups',
      pageColumns,
      { source, keys: ['name'], parts: 3 },
      sql`with named as materialized (${named})`,
    );
    const [first] = groups;
    const rows = found.map(({ key, parts }): PartsRow => {
      return {
        key,
        label: key === '' ? 'Other' : key,
        parts,
        // What a later group has is also what those before it have not: no short condition says so of a whole visit.
        filter:
          key === first?.name
            ? {
                any: first.pages
                  .flatMap(readPatternList)
                  .map((value) => ({ variable: 'page.anyThisVisit', operator: 'matches', value })),
              }
            : null,
      };
    });
    const sums = [0, 2].map((part) =>
      found.reduce((sum, { parts }) => sum + (parts[part] ?? 0), rest?.parts[part] ?? 0),
    );
    const visits = await countViewing(context, selection);
    return { rows, rest, totals: [sums[0] ?? 0, visits, sums[1] ?? 0], source: 'facts' };
  },
};
