import type { Site } from '@foyer/protocol/site';
import { type VisitorFiring, type VisitorRow, visitorFiringSchema, visitorRowSchema } from '@foyer/protocol/visit-list';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Some visitors as lists show them, in the order of their ids. */
export async function selectVisitors(db: Kysely<Database>, site: Site, ids: readonly string[]): Promise<VisitorRow[]> {
  if (ids.length === 0) return [];
  const [visitors, places] = await Promise.all([
    db
      .selectFrom('visitor')
      .selectAll()
      .where('site_id', '=', site.id)
      .where('id', 'in', [...ids])
      .execute(),
    selectNewestPlaces(db, site.id, ids),
  ]);
  const byId = new Map(visitors.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return visitorRowSchema.parse({
      id,
      name: row.name,
      company: row.company,
      email: row.email,
      phone: row.phone,
      firstVisitAt: row.first_visit_at,
      lastVisitAt: row.last_visit_at,
      visitCount: row.visit_count,
      pageCount: row.page_count,
      visibleMs: row.visible_ms,
      firstReferrer: row.first_referrer,
      chatCount: row.chat_count,
      revenue: row.revenue,
      currency: site.currency,
      isProspect: row.is_prospect === 1,
      isCustomer: row.is_customer === 1,
      isBlocked: row.is_blocked === 1,
      ...(places.get(id) ?? nowhere),
    });
  });
}

const nowhere = { country: null, city: null, organisation: null, browser: null, device: null };

/** What the newest visit of each visitor tells of where they are. */
async function selectNewestPlaces(
  db: Kysely<Database>,
  siteId: string,
  visitorIds: readonly string[],
): Promise<ReadonlyMap<string, typeof nowhere | Record<keyof typeof nowhere, string | null>>> {
  const newest = await db
    .selectFrom('visit')
    .select((eb) => ['visitor_id', eb.fn.max('id').as('id')])
    .where('site_id', '=', siteId)
    .where('visitor_id', 'in', [...visitorIds])
    .groupBy('visitor_id')
    .execute();
  if (newest.length === 0) return new Map();
  const rows = await db
    .selectFrom('visit')
    .select(['visitor_id', 'country', 'city', 'organisation', 'browser', 'device'])
    .where('site_id', '=', siteId)
    .where(
      'id',
      'in',
      newest.map(({ id }) => id),
    )
    .execute();
  return new Map(rows.map(({ visitor_id, ...place }) => [visitor_id, place]));
}

/** A visitor's custom variables; null: there is no such visitor. */
export async function findVariables(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
): Promise<Record<string, string> | null> {
  const row = await db
    .selectFrom('visitor')
    .select('variables')
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst();
  return row ? JSON.parse(row.variables) : null;
}

/** A visitor's newest firings, in shadow or not. */
export async function selectFiringsOf(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  limit: number,
): Promise<VisitorFiring[]> {
  const rows = await db
    .selectFrom('firing')
    .select(['id', 'at', 'visit_id', 'rule_kind', 'rule_id', 'rule_name', 'shadow'])
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) =>
    visitorFiringSchema.parse({
      id: row.id,
      at: row.at,
      visitId: row.visit_id,
      kind: row.rule_kind,
      ruleId: row.rule_id,
      name: row.rule_name,
      shadow: row.shadow === 1,
    }),
  );
}
