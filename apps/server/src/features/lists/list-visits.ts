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
import { type FilterContext, inRange, ofVisit } from './filter-values.ts';
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
  const db = query.expression ? storage.reports : storage.db;
  const order: ListOrder = {
    table: 'visit',
    column: query.sort === 'revenue' ? 'revenue' : null,
    direction: query.direction ?? 'descending',
  };
  const rows = await listedVisits(storage, db, site, kind, query);
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
): Promise<ListedRows> {
  const range = instantsOf(site, query);
  const context: FilterContext = { db, dialect, site, range };
  const claims: Claim[] = [membership(site, kind, query)];
  // The other lists are short enough to be read by the instants that stand in their indexes.
  if (kind === 'visits') claims.push(inRange(ofVisit('id'), context));
  if (range.from !== null) claims.push(sql<SqlBool>`visit.started_at >= ${range.from}`);
  if (range.before !== null) claims.push(sql<SqlBool>`visit.started_at < ${range.before}`);
  if (query.visitorId !== undefined) claims.push(sql<SqlBool>`visit.visitor_id = ${query.visitorId}`);
  if (query.alertId !== undefined) claims.push(sql<SqlBool>`visit.alert_id = ${query.alertId}`);
  return {
    siteId: site.id,
    among: sql<SqlBool>`${sql.join(claims, sql.raw(' and '))}`,
    filter: query.expression ? await compileVisitFilter(context, query.expression) : null,
  };
}

/** As it stands in the indexes. */
function membership(site: Site, kind: VisitListKind, { type }: VisitListQuery): Claim {
  if (kind === 'visits') return yes;
  if (kind === 'customers') return sql<SqlBool>`visit.customer is not null`;
  if (type === undefined) return sql<SqlBool>`visit.is_prospect = 1`;
  return sql<SqlBool>`visit.id in (select firing.visit_id from firing where firing.site_id = ${site.id} and firing.rule_id = ${type} and firing.rule_kind = 'prospectRule' and firing.shadow = 0)`;
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
