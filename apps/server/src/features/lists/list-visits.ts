import type { Expression } from '@foyer/protocol/condition';
import type { Site } from '@foyer/protocol/site';
import type { VisitListKind, VisitRow } from '@foyer/protocol/visit-list';
import { addDays, startOfDay } from '@foyer/rules/site-time';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { lookUpVisitorNames, lookUpVisits } from '../visits/look-up-visits.ts';
import { compileVisitFilter } from './compile-filter.ts';
import { type Claim, yes } from './filter-truth.ts';
import { type FilterContext, inRange, ofVisit, type Subject } from './filter-values.ts';
import { countRows, type ListedRows, type ListOrder, listKeys } from './list-keys.ts';

/** Days of the site's time zone, both included, and what must hold of a visit. */
export interface ListRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly expression?: Expression | null;
}

/** Which visits, by what an index finds. */
export interface VisitListQuery extends ListRange {
  readonly visitorId?: string | undefined;
  readonly alertId?: string | undefined;
  /** Id of a prospect rule. */
  readonly type?: string | undefined;
}

/** How they are ordered, and which page of them. */
export interface ListPage {
  readonly sort?: string | undefined;
  readonly direction?: 'ascending' | 'descending' | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Reads for as long as somebody waits for the answer. */
export interface ListReader {
  readonly storage: Storage;
  readonly site: Site;
  readonly isWanted?: () => boolean;
}

/** A page of visits as lists show them. */
export async function listVisitRows(
  { storage, site, isWanted }: ListReader,
  kind: VisitListKind,
  query: VisitListQuery & ListPage,
): Promise<{ items: VisitRow[]; next: string | null }> {
  const byRevenue = query.sort === 'revenue';
  const db = mayTakeLong(query) ? storage.reports : storage.db;
  const order: ListOrder = {
    table: 'visit',
    column: byRevenue ? 'revenue' : null,
    direction: query.direction ?? 'descending',
  };
  const rows = await listedVisits(storage, db, site, kind, query, byRevenue);
  const { ids, next } = await listKeys(db, rows, order, query, isWanted);
  return { items: await describeVisits(storage.db, site, ids), next };
}

/** How many visits a list has. */
export async function countVisitRows(
  { storage, site, isWanted }: ListReader,
  kind: VisitListKind,
  query: VisitListQuery,
): Promise<{ count: number; isMore: boolean }> {
  const db = storage.reports;
  const rows = await listedVisits(storage, db, site, kind, query);
  return countRows(db, rows, { table: 'visit', column: null, direction: 'descending' }, isWanted);
}

/** Instants between which days of the site's clock lie. */
export function instantsOf(site: Site, { from, to }: ListRange): FilterContext['range'] {
  return {
    from: from === undefined ? null : startOfDay(from, site.timeZone),
    before: to === undefined ? null : startOfDay(addDays(to, 1), site.timeZone),
  };
}

async function listedVisits(
  { dialect }: Storage,
  db: Kysely<Database>,
  site: Site,
  kind: VisitListKind,
  query: VisitListQuery,
  byRevenue = false,
): Promise<ListedRows> {
  const range = instantsOf(site, query);
  const context: FilterContext = { db, dialect, site, range };
  const days = daysClaim(ofVisit('started_at'), range);
  const claims: Claim[] = [membership(context, kind, query)];
  if (!byRevenue) claims.push(inRange(ofVisit('id'), context), days);
  if (query.visitorId !== undefined) claims.push(sql<SqlBool>`visit.visitor_id = ${query.visitorId}`);
  if (query.alertId !== undefined) claims.push(sql<SqlBool>`visit.alert_id = ${query.alertId}`);
  const filter = query.expression ? await compileVisitFilter(context, query.expression) : null;
  return {
    siteId: site.id,
    among: sql<SqlBool>`${sql.join(claims, sql.raw(' and '))}`,
    // An index by revenue does not find days: they are looked for like what a filter holds true of.
    filter: byRevenue && mayTakeLong(query) ? sql<SqlBool>`(${days} and ${filter ?? yes})` : filter,
  };
}

/** Whether rows have to be looked for: by a filter, or in some days by revenue. */
export function mayTakeLong({ expression, sort, from, to }: ListRange & Pick<ListPage, 'sort'>): boolean {
  return Boolean(expression) || (sort === 'revenue' && (from !== undefined || to !== undefined));
}

/** That an instant lies in a range. */
export function daysClaim(at: Subject, { from, before }: FilterContext['range']): Claim {
  const low = from === null ? yes : sql<SqlBool>`${at} >= ${from}`;
  const high = before === null ? yes : sql<SqlBool>`${at} < ${before}`;
  return sql<SqlBool>`${low} and ${high}`;
}

/** As it stands in the indexes. */
function membership(context: FilterContext, kind: VisitListKind, { type }: VisitListQuery): Claim {
  if (kind === 'visits') return yes;
  if (kind === 'customers') return sql<SqlBool>`visit.customer is not null`;
  if (type === undefined) return sql<SqlBool>`visit.is_prospect = 1`;
  return sql<SqlBool>`visit.id in (select firing.visit_id from firing where firing.site_id = ${context.site.id} and firing.rule_id = ${type} and firing.rule_kind = 'prospectRule' and firing.shadow = 0 and ${inRange(sql.ref('firing.visit_id'), context)})`;
}

async function describeVisits(db: Kysely<Database>, site: Site, ids: readonly string[]): Promise<VisitRow[]> {
  const visits = new Map((await lookUpVisits(db, site, ids)).map((visit) => [visit.id, visit]));
  const names = await lookUpVisitorNames(
    db,
    site.id,
    [...visits.values()].map(({ visitorId }) => visitorId),
  );
  return ids.flatMap((id) => {
    const visit = visits.get(id);
    if (visit === undefined) return [];
    const visitor = names.get(visit.visitorId);
    return {
      ...visit,
      visitorName: visitor?.name ?? null,
      company: visitor?.company ?? null,
      firstReferrer: visitor?.firstReferrer ?? 'direct',
    };
  });
}
