import type { CustomerSummary } from '@foyer/protocol/customer';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

const referrersShown = 100;

/** Who some visitors are, by id. */
export async function findVisitorNames(
  db: Kysely<Database>,
  siteId: string,
  visitorIds: readonly string[],
): Promise<ReadonlyMap<string, { name: string | null; company: string | null; firstReferrer: string }>> {
  if (visitorIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('visitor')
    .select(['id', 'name', 'company', 'first_referrer'])
    .where('site_id', '=', siteId)
    .where('id', 'in', [...new Set(visitorIds)])
    .execute();
  return new Map(
    rows.map(({ id, name, company, first_referrer }) => [id, { name, company, firstReferrer: first_referrer }]),
  );
}

const summed = ['prospects', 'newProspects', 'customers', 'newCustomers', 'revenue'] as const;

/** Sums of some day totals; days as `YYYY-MM-DD`, both included. */
export async function sumDayTotals(
  db: Kysely<Database>,
  siteId: string,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<Pick<CustomerSummary, (typeof summed)[number]>> {
  let query = db
    .selectFrom('day_total')
    .select((eb) => ['counter', eb.fn.sum<number>('value').as('value')])
    .where('site_id', '=', siteId)
    .where('counter', 'in', [...summed])
    .groupBy('counter');
  if (from !== undefined) query = query.where('day', '>=', from);
  if (to !== undefined) query = query.where('day', '<=', to);
  const values = new Map((await query.execute()).map(({ counter, value }) => [counter, Number(value)]));
  const of = (counter: (typeof summed)[number]) => values.get(counter) ?? 0;
  return {
    prospects: of('prospects'),
    newProspects: of('newProspects'),
    customers: of('customers'),
    newCustomers: of('newCustomers'),
    revenue: of('revenue'),
  };
}

/** What first referrers have brought, those with most revenue, customers, prospects and visits first. */
export async function listReferrerTotals(db: Kysely<Database>, siteId: string): Promise<CustomerSummary['referrers']> {
  const sumOf = (counter: string) =>
    sql<number>`sum(case when counter = ${sql.lit(counter)} then value else 0 end)`.as(counter);
  const rows = await db
    .selectFrom('referrer_total')
    .select(['referrer', sumOf('visits'), sumOf('prospects'), sumOf('customers'), sumOf('revenue')])
    .where('site_id', '=', siteId)
    .where('counter', 'in', ['visits', 'prospects', 'customers', 'revenue'])
    .groupBy('referrer')
    .orderBy('revenue', 'desc')
    .orderBy('customers', 'desc')
    .orderBy('prospects', 'desc')
    .orderBy('visits', 'desc')
    .orderBy('referrer')
    .limit(referrersShown)
    .execute();
  return rows.map(({ referrer, visits, prospects, customers, revenue }) => ({
    referrer,
    visits: Number(visits),
    prospects: Number(prospects),
    customers: Number(customers),
    revenue: Number(revenue),
  }));
}
