import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { Sums } from './total-sums.ts';

/** Counts every referrer total of a site anew from the facts (B-306). */
export async function countReferrers(db: Kysely<Database>, siteId: string): Promise<Sums> {
  const sums = new Sums();
  const visits = await db
    .selectFrom('visit')
    .innerJoin('visitor', (join) =>
      join.onRef('visitor.site_id', '=', 'visit.site_id').onRef('visitor.id', '=', 'visit.visitor_id'),
    )
    .select(['visitor.first_referrer', sql<number>`count(*)`.as('times')])
    .where('visit.site_id', '=', siteId)
    .groupBy('visitor.first_referrer')
    .execute();
  for (const row of visits) sums.add(row.first_referrer, 'visits', row.times);

  const firings = db
    .selectFrom('firing')
    .innerJoin('visitor', (join) =>
      join.onRef('visitor.site_id', '=', 'firing.site_id').onRef('visitor.id', '=', 'firing.visitor_id'),
    )
    .where('firing.site_id', '=', siteId)
    .where('rule_kind', '=', 'prospectRule')
    .where('shadow', '=', 0);
  const visitors = sql<number>`count(distinct firing.visitor_id)`.as('visitors');
  for (const row of await firings.select(['first_referrer', visitors]).groupBy('first_referrer').execute())
    sums.add(row.first_referrer, 'prospects', row.visitors);
  const perRule = await firings
    .select(['first_referrer', 'rule_id', visitors])
    .groupBy(['first_referrer', 'rule_id'])
    .execute();
  for (const row of perRule) sums.add(row.first_referrer, `prospects:${row.rule_id}`, row.visitors);

  const customers = await db
    .selectFrom('customer_entry')
    .select(['first_referrer', 'kind', sql<number>`count(*)`.as('times')])
    .where('site_id', '=', siteId)
    .where('kind', '!=', 'repeat')
    .groupBy(['first_referrer', 'kind'])
    .execute();
  for (const row of customers)
    sums.add(row.first_referrer, 'customers', (row.kind === 'undone' ? -1 : 1) * Number(row.times));

  const revenue = await db
    .selectFrom('revenue_entry')
    .select(['first_referrer', sql<number>`sum(amount)`.as('amount')])
    .where('site_id', '=', siteId)
    .groupBy('first_referrer')
    .execute();
  for (const row of revenue) sums.add(row.first_referrer, 'revenue', row.amount);
  return sums;
}
