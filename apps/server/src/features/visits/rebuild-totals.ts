import { localTime } from '@foyer/rules/site-time';
import { type Kysely, sql } from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { countChatDays } from '../chats/list-chat-days.ts';
import { countWrapUps } from '../chats/list-wrap-ups.ts';
import { listSites } from '../sites/list-sites.ts';

/** A counter whose stored value is not what the facts say. */
export interface TotalDifference {
  readonly siteId: string;
  /** Day or first referrer. */
  readonly of: string;
  readonly counter: string;
  readonly stored: number;
  readonly counted: number;
}

/** Zones change their offset on quarters of an hour only: facts are counted per quarter, quarters per local day. */
const quarterMs = 900_000;

/** Sums by day (or first referrer) and counter, under the key `day counter`. */
class Sums {
  readonly values = new Map<string, number>();

  add(of: string, counter: string, value: number | string | null | undefined): void {
    const key = `${of} ${counter}`;
    this.values.set(key, (this.values.get(key) ?? 0) + Number(value ?? 0));
  }
}

/**
 * Counts every day total and referrer total of every site anew from the facts, and says where the stored ones differ. With
 * `write`, the stored ones are replaced by what was counted, all of a site in one transaction (B-306).
 */
export async function rebuildTotals(
  storage: Storage,
  { write }: { write: boolean },
): Promise<{ counters: number; differences: TotalDifference[] }> {
  return storage.withoutTimeLimits(async (db) => {
    const differences: TotalDifference[] = [];
    let counters = 0;
    for (const site of await listSites(db, null)) {
      const found = await db.transaction().execute(async (trx) => {
        const days = await countDays(trx, site.id, site.timeZone);
        const referrers = await countReferrers(trx, site.id);
        const wrong = [
          ...compare(site.id, days, await storedDays(trx, site.id)),
          ...compare(site.id, referrers, await storedReferrers(trx, site.id)),
        ];
        if (write && wrong.length > 0) await replace(trx, site.id, days, referrers);
        counters += days.values.size + referrers.values.size;
        return wrong;
      });
      differences.push(...found);
    }
    return { counters, differences };
  });
}

async function countDays(db: Kysely<Database>, siteId: string, timeZone: string): Promise<Sums> {
  const sums = new Sums();
  const dayOf = (quarter: number | string) => localTime(Number(quarter) * quarterMs, timeZone).date;
  const quarterOf = (column: string) => sql<number>`${sql.ref(column)} / ${sql.lit(quarterMs)}`;
  const all = sql<number>`count(*)`;

  const visits = await db
    .selectFrom('visit')
    .select([
      quarterOf('started_at').as('quarter'),
      'alert_id',
      'alert_paid',
      all.as('visits'),
      sql<number>`sum(case when visit_number = 1 then 1 else 0 end)`.as('first'),
      sql<number>`sum(cost)`.as('cost'),
      sql<number>`sum(is_prospect)`.as('prospects'),
      sql<number>`sum(is_new_prospect)`.as('newProspects'),
    ])
    .where('site_id', '=', siteId)
    .groupBy(['quarter', 'alert_id', 'alert_paid'])
    .execute();
  for (const row of visits) {
    const day = dayOf(row.quarter);
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

  for (const [table, column, counter] of [
    ['page_view', 'at', 'pageViews'],
    ['spider_hit', 'at', 'spiders'],
  ] as const) {
    const rows = await db
      .selectFrom(table)
      .select([quarterOf(column).as('quarter'), all.as('times')])
      .where('site_id', '=', siteId)
      .groupBy('quarter')
      .execute();
    for (const { quarter, times } of rows) sums.add(dayOf(quarter), counter, times);
  }

  const types = await db
    .selectFrom('firing')
    .innerJoin('visit', (join) =>
      join.onRef('visit.site_id', '=', 'firing.site_id').onRef('visit.id', '=', 'firing.visit_id'),
    )
    .select([
      quarterOf('visit.started_at').as('quarter'),
      'rule_id',
      sql<number>`count(distinct firing.visit_id)`.as('visits'),
    ])
    .where('firing.site_id', '=', siteId)
    .where('rule_kind', '=', 'prospectRule')
    .where('shadow', '=', 0)
    .groupBy(['quarter', 'rule_id'])
    .execute();
  for (const row of types) sums.add(dayOf(row.quarter), `prospectType:${row.rule_id}`, row.visits);

  const customers = await db
    .selectFrom('customer_entry')
    .select(['day', 'kind', all.as('times')])
    .where('site_id', '=', siteId)
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
    .groupBy('day')
    .execute();
  for (const { day, amount } of revenue) sums.add(day, 'revenue', amount);

  for (const { quarter, optionId, chats } of await countWrapUps(db, siteId, quarterMs))
    sums.add(dayOf(quarter), optionId === null ? 'wrapUps' : `wrapUp:${optionId}`, chats);

  for (const { day, counter, value } of await countChatDays(db, siteId, timeZone)) sums.add(day, counter, value);

  const invited = db.selectFrom('invitation').where('site_id', '=', siteId);
  const sent = await invited
    .select([quarterOf('queued_at').as('quarter'), all.as('times')])
    .where('state', '!=', 'suppressed')
    .groupBy('quarter')
    .execute();
  for (const { quarter, times } of sent) sums.add(dayOf(quarter), 'invitesSent', times);
  const accepted = await invited
    .select([quarterOf('ended_at').as('quarter'), all.as('times')])
    .where('state', '=', 'accepted')
    .groupBy('quarter')
    .execute();
  for (const { quarter, times } of accepted) sums.add(dayOf(quarter), 'invitesAccepted', times);
  return sums;
}

async function countReferrers(db: Kysely<Database>, siteId: string): Promise<Sums> {
  const sums = new Sums();
  const visits = await db
    .selectFrom('visit')
    .innerJoin('visitor', (join) =>
      join.onRef('visitor.site_id', '=', 'visit.site_id').onRef('visitor.id', '=', 'visit.visitor_id'),
    )
    .select(['first_referrer', sql<number>`count(*)`.as('times')])
    .where('visit.site_id', '=', siteId)
    .groupBy('first_referrer')
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

async function storedDays(db: Kysely<Database>, siteId: string): Promise<Sums> {
  const sums = new Sums();
  const rows = await db.selectFrom('day_total').selectAll().where('site_id', '=', siteId).execute();
  for (const { day, counter, value } of rows) sums.add(day, counter, value);
  return sums;
}

async function storedReferrers(db: Kysely<Database>, siteId: string): Promise<Sums> {
  const sums = new Sums();
  const rows = await db.selectFrom('referrer_total').selectAll().where('site_id', '=', siteId).execute();
  for (const { referrer, counter, value } of rows) sums.add(referrer, counter, value);
  return sums;
}

/** A counter that is not there is zero. */
function compare(siteId: string, counted: Sums, stored: Sums): TotalDifference[] {
  const keys = new Set([...counted.values.keys(), ...stored.values.keys()]);
  return [...keys].sort().flatMap((key) => {
    const [of = '', counter = ''] = key.split(/ (.*)/s);
    const difference = {
      siteId,
      of,
      counter,
      stored: stored.values.get(key) ?? 0,
      counted: counted.values.get(key) ?? 0,
    };
    return difference.stored === difference.counted ? [] : [difference];
  });
}

async function replace(db: Kysely<Database>, siteId: string, days: Sums, referrers: Sums): Promise<void> {
  await db.deleteFrom('day_total').where('site_id', '=', siteId).execute();
  await db.deleteFrom('referrer_total').where('site_id', '=', siteId).execute();
  const rows = (sums: Sums) =>
    [...sums.values]
      .filter(([, value]) => value !== 0)
      .map(([key, value]) => {
        const [of = '', counter = ''] = key.split(/ (.*)/s);
        return { site_id: siteId, of, counter, value };
      });
  for (const { of: day, ...row } of rows(days))
    await db
      .insertInto('day_total')
      .values({ ...row, day })
      .execute();
  for (const { of: referrer, ...row } of rows(referrers))
    await db
      .insertInto('referrer_total')
      .values({ ...row, referrer })
      .execute();
}
