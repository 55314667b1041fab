import type { Site } from '@foyer/protocol/site';
import type { VisitorRow } from '@foyer/protocol/visit-list';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { compileVisitFilter } from './compile-filter.ts';
import { type Claim, yes } from './filter-truth.ts';
import { countRows, type ListedRows, type ListOrder, listKeys } from './list-keys.ts';
import { daysClaim, instantsOf, type ListPage, type ListRange, type ListReader, mayTakeLong } from './list-visits.ts';
import { selectVisitors } from './visitor-repository.ts';

/** A page of visitors whose newest visit began in the range and is one that the expression holds true of. */
export async function listVisitors(
  { storage, site, isWanted }: ListReader,
  query: ListRange & ListPage,
): Promise<{ items: VisitorRow[]; next: string | null }> {
  const byRevenue = query.sort === 'revenue';
  const db = mayTakeLong(query) ? storage.reports : storage.db;
  const order: ListOrder = {
    table: 'visitor',
    column: byRevenue ? 'revenue' : 'last_visit_at',
    direction: query.direction ?? 'descending',
  };
  const rows = await listedVisitors(storage, db, site, query, byRevenue);
  const { ids, next } = await listKeys(db, rows, order, query, isWanted);
  return { items: await selectVisitors(storage.db, site, ids), next };
}

/** How many visitors a list has. */
export async function countVisitors(
  { storage, site, isWanted }: ListReader,
  query: ListRange,
): Promise<{ count: number; isMore: boolean }> {
  const db = storage.reports;
  const rows = await listedVisitors(storage, db, site, query);
  return countRows(db, rows, { table: 'visitor', column: 'last_visit_at', direction: 'descending' }, isWanted);
}

async function listedVisitors(
  { dialect }: Storage,
  db: Kysely<Database>,
  site: Site,
  query: ListRange,
  byRevenue = false,
): Promise<ListedRows> {
  const range = instantsOf(site, query);
  const days = daysClaim(sql.ref('visitor.last_visit_at'), range);
  let filter: Claim | null = null;
  if (query.expression) {
    const holds = await compileVisitFilter({ db, dialect, site, range }, query.expression);
    filter = sql<SqlBool>`exists (select 1 from visit where visit.site_id = visitor.site_id and visit.visitor_id = visitor.id and visit.id = (select max(newest.id) from visit as newest where newest.site_id = visitor.site_id and newest.visitor_id = visitor.id) and ${holds})`;
  }
  // An index by revenue does not find days: they are looked for like what a filter holds true of.
  if (byRevenue && mayTakeLong({ ...query, sort: 'revenue' }))
    return { siteId: site.id, among: yes, filter: sql<SqlBool>`(${days} and ${filter ?? yes})` };
  return { siteId: site.id, among: days, filter };
}
