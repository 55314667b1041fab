import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import { countDaysOfChats } from '../chats/list-chat-days.ts';
import { type Tally, talliedCounters } from './tally.ts';

/** The beginning of a day of a site, up to some time of it. */
export interface PartDay {
  readonly day: string;
  /** Epoch ms; `before` is not part of it. */
  readonly from: number;
  readonly before: number;
}

/** Ids are made a little after the instant that stands beside them; what an offline page reports later than this is left out. */
const lateMs = 3_600_000;

type SiteOf = { readonly id: string; readonly timeZone: string };
type Counted = number | string | bigint | null;

/**
 * Counts what day totals count, of parts of days, from the facts: what was known by the end of each part. One part after
 * the other, each one stretch of the tables' keys.
 */
export async function countPartDays(
  db: Kysely<Database>,
  site: SiteOf,
  parts: readonly PartDay[],
): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for (const part of parts) tallies.set(part.day, await countPart(db, site, part));
  return tallies;
}

async function countPart(db: Kysely<Database>, { id: siteId, timeZone }: SiteOf, part: PartDay): Promise<Tally> {
  const visits = await db
    .selectFrom('visit')
    .select([
      sql<Counted>`count(*)`.as('visits'),
      sql<Counted>`sum(case when visit_number = 1 then 1 else 0 end)`.as('newVisitors'),
    ])
    .where('site_id', '=', siteId)
    .where(within('visit', 'started_at', part))
    .executeTakeFirstOrThrow();
  const pages = await db
    .selectFrom('page_view')
    .select(sql<Counted>`count(*)`.as('views'))
    .where('site_id', '=', siteId)
    .where(within('page_view', 'at', part))
    .executeTakeFirstOrThrow();
  // A prospect counts on the day on which the visit began.
  const prospects = await db
    .selectFrom('firing')
    .innerJoin('visit', (join) =>
      join.onRef('visit.site_id', '=', 'firing.site_id').onRef('visit.id', '=', 'firing.visit_id'),
    )
    .select(sql<Counted>`count(distinct firing.visit_id)`.as('visits'))
    .where('firing.site_id', '=', siteId)
    .where(sql<boolean>`rule_kind = 'prospectRule'`)
    .where('shadow', '=', 0)
    .where(within('firing', 'at', part))
    .where('visit.started_at', '>=', part.from)
    .executeTakeFirstOrThrow();
  const customers = await db
    .selectFrom('customer_entry')
    .select(sql<Counted>`sum(case when kind = 'undone' then -1 else 1 end)`.as('customers'))
    .where('site_id', '=', siteId)
    .where(ofDay('customer_entry', part))
    .executeTakeFirstOrThrow();
  const revenue = await db
    .selectFrom('revenue_entry')
    .select((eb) => eb.fn.sum('amount').as('amount'))
    .where('site_id', '=', siteId)
    .where(ofDay('revenue_entry', part))
    .executeTakeFirstOrThrow();
  const tally = new Map<string, number>([
    ['visits', Number(visits.visits)],
    ['newVisitors', Number(visits.newVisitors)],
    ['pageViews', Number(pages.views)],
    ['prospects', Number(prospects.visits)],
    ['customers', Number(customers.customers)],
    ['revenue', Number(revenue.amount)],
  ]);
  const isAsked = sql<SqlBool>`(chat.site_id = ${siteId} and ${within('chat', 'requested_at', part)})`;
  for (const { counter, value } of await countDaysOfChats(db, isAsked, timeZone))
    if (talliedCounters.includes(counter)) tally.set(counter, (tally.get(counter) ?? 0) + value);
  return tally;
}

type Table = 'visit' | 'page_view' | 'firing' | 'chat' | 'customer_entry' | 'revenue_entry';

/** True of the rows of a part; they are looked for among the ids of that time. */
function within(table: Table, column: string, part: PartDay): RawBuilder<SqlBool> {
  const at = sql.ref(`${table}.${column}`);
  return sql<SqlBool>`(${amongIds(table, part)} and ${at} >= ${part.from} and ${at} < ${part.before})`;
}

/** The same of ledgers, whose rows name the day that they count on. */
function ofDay(table: Table, part: PartDay): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${amongIds(table, part)} and day = ${part.day} and at < ${part.before})`;
}

function amongIds(table: Table, { from, before }: PartDay): RawBuilder<SqlBool> {
  const id = sql.ref(`${table}.id`);
  return sql<SqlBool>`${id} >= ${smallestIdAt(from - lateMs)} and ${id} < ${smallestIdAt(before + lateMs)}`;
}
