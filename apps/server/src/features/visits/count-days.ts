import { type Kysely, sql } from 'kysely';
import { type CountedRange, countFamilyDays, isInRange } from '../../storage/count-family-days.ts';
import { dayOfIndex, localDay } from '../../storage/local-day.ts';
import type { Database } from '../../storage/tables.ts';
import { countChatDays } from '../chats/list-chat-days.ts';
import { Sums } from './total-sums.ts';

/** Counts every day total of a site anew from the facts: of some days, or of all (B-306). */
export async function countDays(
  db: Kysely<Database>,
  siteId: string,
  timeZone: string,
  range: CountedRange,
): Promise<Sums> {
  const sums = new Sums();
  const all = sql<number>`count(*)`;
  const dayOf = (column: string) => localDay(column, timeZone, range).as('day');

  const visits = await db
    .selectFrom('visit')
    .select([
      dayOf('started_at'),
      'alert_id',
      'alert_paid',
      all.as('visits'),
      sql<number>`sum(case when visit_number = 1 then 1 else 0 end)`.as('first'),
      sql<number>`sum(cost)`.as('cost'),
      sql<number>`sum(is_prospect)`.as('prospects'),
      sql<number>`sum(is_new_prospect)`.as('newProspects'),
    ])
    .where('site_id', '=', siteId)
    .where(isInRange(range, 'started_at'))
    .groupBy(['day', 'alert_id', 'alert_paid'])
    .execute();
  for (const row of visits) {
    const day = dayOfIndex(row.day);
    sums.add(day, 'visits', row.visits);
    sums.add(day, 'newVisitors', row.first);
    sums.add(day, 'returningVisitors', Number(row.visits) - Number(row.first));
    sums.add(day, 'clickCost', row.cost);
    sums.add(day, 'prospects', row.prospects);
    sums.add(day, 'newProspects', row.newProspects);
    if (row.alert_id === null) continue;
    sums.add(day, `alert:${row.alert_id}`, row.visits);
    sums.add(day, row.alert_paid === 1 ? 'alertsPaid' : 'alertsFree', row.visits);
  }
  for (const { day, counter, value } of await countFamilyDays(db as Kysely<unknown>, siteId, timeZone, range))
    sums.add(day, counter, value);

  for (const [table, counter] of [
    ['page_view', 'pageViews'],
    ['spider_hit', 'spiders'],
  ] as const) {
    const rows = await db
      .selectFrom(table)
      .select([dayOf('at'), all.as('times')])
      .where('site_id', '=', siteId)
      .where(isInRange(range, 'at'))
      .groupBy('day')
      .execute();
    for (const { day, times } of rows) sums.add(dayOfIndex(day), counter, times);
  }

  const types = await db
    .selectFrom('firing')
    .innerJoin('visit', (join) =>
      join.onRef('visit.site_id', '=', 'firing.site_id').onRef('visit.id', '=', 'firing.visit_id'),
    )
    .select([dayOf('visit.started_at'), 'rule_id', sql<number>`count(distinct firing.visit_id)`.as('visits')])
    .where('firing.site_id', '=', siteId)
    .where('rule_kind', '=', 'prospectRule')
    .where('shadow', '=', 0)
    .where(isInRange(range, 'visit.started_at', 'visit.id'))
    .groupBy(['day', 'rule_id'])
    .execute();
  for (const row of types) sums.add(dayOfIndex(row.day), `prospectType:${row.rule_id}`, row.visits);

  const ofDays =
    range === null ? sql<boolean>`true` : sql<boolean>`day between ${range.days.from} and ${range.days.to}`;
  const customers = await db
    .selectFrom('customer_entry')
    .select(['day', 'kind', all.as('times')])
    .where('site_id', '=', siteId)
    .where(ofDays)
    .groupBy(['day', 'kind'])
    .execute();
  for (const { day, kind, times } of customers) {
    const sign = kind === 'undone' ? -1 : 1;
    sums.add(day, 'customers', sign * Number(times));
    if (kind !== 'repeat') sums.add(day, 'newCustomers', sign * Number(times));
  }

  const revenue = await db
    .selectFrom('revenue_entry')
    .select(['day', sql<number>`sum(amount)`.as('amount')])
    .where('site_id', '=', siteId)
    .where(ofDays)
    .groupBy('day')
    .execute();
  for (const { day, amount } of revenue) sums.add(day, 'revenue', amount);

  for (const { day, counter, value } of await countChatDays(db, siteId, timeZone, range)) sums.add(day, counter, value);

  for (const [column, counter, isCounted] of [
    ['queued_at', 'invitesSent', sql<boolean>`state <> 'suppressed'`],
    ['ended_at', 'invitesAccepted', sql<boolean>`state = 'accepted'`],
  ] as const) {
    const rows = await db
      .selectFrom('invitation')
      .select([dayOf(column), all.as('times')])
      .where('site_id', '=', siteId)
      .where(isCounted)
      .where(
        range === null
          ? sql<boolean>`true`
          : sql<boolean>`${sql.ref(column)} >= ${range.from} and ${sql.ref(column)} < ${range.before}`,
      )
      .groupBy('day')
      .execute();
    for (const { day, times } of rows) sums.add(dayOfIndex(day), counter, times);
  }
  return sums;
}
