import type { CustomerQuery, CustomerSummary, CustomerVisit } from '@foyer/protocol/customer';
import type { Site } from '@foyer/protocol/site';
import { addDays, startOfDay } from '@foyer/rules/site-time';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findVisitorNames, listReferrerTotals, listWorthyVisitIds, sumDayTotals } from './customer-repository.ts';
import { findVisits } from './visit-repository.ts';

/** Visits of a site that made prospects or customers, by the days of its time zone, newest first. */
export async function listCustomerVisits(
  db: Kysely<Database>,
  site: Site,
  kind: 'prospects' | 'customers',
  { from, to, cursor, limit }: CustomerQuery,
): Promise<{ items: CustomerVisit[]; next: string | null }> {
  const ids = await listWorthyVisitIds(db, site.id, {
    kind,
    from: from === undefined ? null : startOfDay(from, site.timeZone),
    before: to === undefined ? null : startOfDay(addDays(to, 1), site.timeZone),
    cursor,
    limit,
  });
  const visits = await findVisits(db, site, ids);
  const names = await findVisitorNames(
    db,
    site.id,
    visits.map(({ visitorId }) => visitorId),
  );
  const items = visits.map((visit) => {
    const visitor = names.get(visit.visitorId);
    return {
      ...visit,
      visitorName: visitor?.name ?? null,
      company: visitor?.company ?? null,
      firstReferrer: visitor?.firstReferrer ?? 'direct',
    };
  });
  return { items, next: ids.length === limit ? (ids.at(-1) ?? null) : null };
}

/** What rules have made of visitors in some days, and what each first referrer has brought. */
export async function summariseCustomers(
  db: Kysely<Database>,
  site: Site,
  range: Pick<CustomerQuery, 'from' | 'to'>,
): Promise<CustomerSummary> {
  const [totals, referrers] = await Promise.all([sumDayTotals(db, site.id, range), listReferrerTotals(db, site.id)]);
  return { ...totals, currency: site.currency, referrers };
}
