import { sql } from 'kysely';
import { filterOf, visitGroups } from './visit-groups.ts';
import { worth } from './worth.ts';

/** Where visits begin. */
export const entryPages = visitGroups({
  id: 'entry-pages',
  keys: { page: sql`visit.entry_page` },
  more: [sql<number>`case when visit.page_count = 1 then 1 else 0 end`],
  columns: [{ part: 0 }, { part: 4, per: 0, times: 100 }, ...worth],
  toRow: ({ key }) => ({ filter: filterOf(['page.entry', key]) }),
});

/** Where visits end, or are now. */
export const exitPages = visitGroups({
  id: 'exit-pages',
  keys: { page: sql`coalesce(visit.exit_page, visit.entry_page)` },
  columns: [{ part: 0 }, { share: 0 }],
  toRow: ({ key }) => ({ filter: filterOf(['page.current', key]) }),
});
