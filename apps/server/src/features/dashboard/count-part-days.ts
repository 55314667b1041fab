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

/** An offline page reports up to a day late: ids are made when the server hears of it. */
const lateMs = 86_400_000;

/** Counts what day totals count, of parts of days, from the facts: what was known by the end of each part. */
export async function countPartDays(
  db: Kysely<Database>,
  { id: siteId, timeZone }: { readonly id: string; readonly timeZone: string },
  parts: readonly PartDay[],
): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map(parts.map(({ day }) => [day, new Map<string, number>()]));
  const add = (day: string, counter: string, value: number | string | bigint | null) => {
    const tally = tallies.get(day);
    if (Number(value ?? 0) !== 0) tally?.set(counter, (tally.get(counter) ?? 0) + Number(value));
  };
  if (parts.length === 0) return tallies;

  const visits = await db
    .selectFrom('visit')
    .select([
      dayOf('visit.started_at', parts).as('day'),
      sql<number | string>`count(*)`.as('visits'),
      sql<number | string>`sum(case when visit_number = 1 then 1 else 0 end)`.as('newVisitors'),
    ])
    .where('visit.site_id', '=', siteId)
    .where(within('visit', 'started_at', parts))
    .groupBy('day')
    .execute();
  for (const row of visits) {
    add(row.day, 'visits', row.visits);
    add(row.day, 'newVisitors', row.newVisitors);
  }

  const pageViews = await db
    .selectFrom('page_view')
    .select([dayOf('page_view.at', parts).as('day'), sql<number | string>`count(*)`.as('views')])
    .where('page_view.site_id', '=', siteId)
    .where(within('page_view', 'at', parts))
    .groupBy('day')
    .execute();
  for (const row of pageViews) add(row.day, 'pageViews', row.views);

  // A prospect counts on the day on which the visit began.
  const prospects = await db
    .selectFrom('firing')
    .innerJoin('visit', (join) =>
      join.onRef('visit.site_id', '=', 'firing.site_id').onRef('visit.id', '=', 'firing.visit_id'),
    )
    .select([
      dayOf('visit.started_at', parts).as('day'),
      sql<number | string>`count(distinct firing.visit_id)`.as('visits'),
    ])
    .where('firing.site_id', '=', siteId)
    .where(sql<boolean>`rule_kind = 'prospectRule'`)
    .where('shadow', '=', 0)
    .where(within('firing', 'at', parts))
    .where(sql<boolean>`${dayOf('visit.started_at', parts)} = ${dayOf('firing.at', parts)}`)
    .groupBy('day')
    .execute();
  for (const row of prospects) add(row.day, 'prospects', row.visits);

  const customers = await db
    .selectFrom('customer_entry')
    .select(['day', sql<number | string>`sum(case when kind = 'undone' then -1 else 1 end)`.as('customers')])
    .where('site_id', '=', siteId)
    .where(ofDays('customer_entry', parts))
    .groupBy('day')
    .execute();
  for (const row of customers) add(row.day, 'customers', row.customers);

  const revenue = await db
    .selectFrom('revenue_entry')
    .select((eb) => ['day', eb.fn.sum('amount').as('amount')])
    .where('site_id', '=', siteId)
    .where(ofDays('revenue_entry', parts))
    .groupBy('day')
    .execute();
  for (const row of revenue) add(row.day, 'revenue', row.amount);

  const isAsked = sql<SqlBool>`(chat.site_id = ${siteId} and ${within('chat', 'requested_at', parts)})`;
  for (const { day, counter, value } of await countDaysOfChats(db, isAsked, timeZone))
    if (talliedCounters.includes(counter)) add(day, counter, value);
  return tallies;
}

type Table = 'visit' | 'page_view' | 'firing' | 'chat' | 'customer_entry' | 'revenue_entry';

/** True of the rows of any of the parts; they are looked for among the ids of that time. */
function within(table: Table, column: string, parts: readonly PartDay[]): RawBuilder<SqlBool> {
  const at = sql.ref(`${table}.${column}`);
  return anyOf(
    parts.map((part) => sql<SqlBool>`(${at} >= ${part.from} and ${at} < ${part.before} and ${amongIds(table, part)})`),
  );
}

/** The same of ledgers, whose rows name the day that they count on. */
function ofDays(table: Table, parts: readonly PartDay[]): RawBuilder<SqlBool> {
  return anyOf(
    parts.map((part) => sql<SqlBool>`(day = ${part.day} and at < ${part.before} and ${amongIds(table, part)})`),
  );
}

function amongIds(table: Table, { from, before }: PartDay): RawBuilder<SqlBool> {
  const id = sql.ref(`${table}.id`);
  return sql<SqlBool>`${id} >= ${smallestIdAt(from - lateMs)} and ${id} < ${smallestIdAt(before + lateMs)}`;
}

function anyOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** The day of the part that an instant falls into. */
function dayOf(column: string, parts: readonly PartDay[]): RawBuilder<string> {
  const cases = parts.map(
    ({ day, from, before }) =>
      sql`when ${sql.ref(column)} >= ${sql.lit(from)} and ${sql.ref(column)} < ${sql.lit(before)} then ${sql.lit(day)}`,
  );
  return sql<string>`(case ${sql.join(cases, sql` `)} end)`;
}
