import { type Kysely, sql } from 'kysely';
import { dayOfIndex, hourOfIndex, localDay, localHour } from './local-day.ts';
import { smallestIdAt } from './partitions.ts';

/** One counted day total. */
export interface CountedTotal {
  readonly day: string;
  readonly counter: string;
  readonly value: number;
}

/** Facts of these days only, and of the instants that these days are; null: all. */
export type CountedRange = {
  readonly days: { readonly from: string; readonly to: string };
  readonly from: number;
  readonly before: number;
} | null;

/** Families of day totals by what a visit is told apart by, and the column that has it. */
const families = {
  country: 'country',
  browser: 'browser',
  os: 'os',
  device: 'device',
  language: 'language',
  site: 'referring_site',
  alert: 'alert_id',
} as const;

/** An offline page reports up to a day late: a visit's id is made when the server hears of it. */
const lateMs = 86_400_000;

/** What holds true of the visits of a range; they are looked for among the ids of that time. */
export function isInRange(range: CountedRange, column: string, id = 'id') {
  if (range === null) return sql<boolean>`true`;
  const { from, before } = range;
  return sql<boolean>`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${before}
    and ${sql.ref(id)} >= ${smallestIdAt(from)} and ${sql.ref(id)} < ${smallestIdAt(before + lateMs)}`;
}

/**
 * Counts the day totals by family anew from the facts: from the stored visits, the customer list and the ledger, not from
 * what was decided. Used by the migration that made these totals: a change of it needs a copy there.
 */
export async function countFamilyDays(
  db: Kysely<unknown>,
  siteId: string,
  timeZone: string,
  range: CountedRange,
): Promise<CountedTotal[]> {
  const totals: CountedTotal[] = [];
  const add = (day: string, counter: string, value: number | string | null) => {
    if (Number(value ?? 0) !== 0) totals.push({ day, counter, value: Number(value) });
  };

  const ofFamily = (family: keyof typeof families) => sql`
    select ${sql.lit(family)} as family, ${sql.ref(family)} as value, day, count(*) as visits, sum(is_prospect) as prospects,
      ${family === 'alert' ? sql`sum(alert_paid)` : sql`0`} as paid, ${family === 'alert' ? sql`sum(cost)` : sql`0`} as cost
    from counted where ${sql.ref(family)} <> '' group by ${sql.ref(family)}, day`;
  const names = Object.keys(families) as (keyof typeof families)[];
  const { rows: visits } = await sql<{
    family: string;
    value: string;
    day: number;
    visits: number;
    prospects: number;
    paid: number;
    cost: number;
  }>`
    with counted as materialized (
      select ${localDay('started_at', timeZone, range)} as day, is_prospect, alert_paid, cost,
        ${sql.join(names.map((name) => sql`${sql.ref(families[name])} as ${sql.ref(name)}`))}
      from visit where site_id = ${siteId} and ${isInRange(range, 'started_at')})
    ${sql.join(names.map(ofFamily), sql` union all `)}`.execute(db);
  for (const { family, value, day: index, ...row } of visits) {
    const day = dayOfIndex(index);
    if (family !== 'alert') add(day, `${family}:${value}`, row.visits); // an alert's visits have long been counted
    add(day, `${family}.prospects:${value}`, row.prospects);
    add(day, `${family}.paid:${value}`, row.paid);
    add(day, `${family}.cost:${value}`, row.cost);
  }

  const { rows: hours } = await sql<{ hour: number; visits: number }>`
    select ${localHour('started_at', timeZone, range)} as hour, count(*) as visits
    from visit where site_id = ${siteId} and ${isInRange(range, 'started_at')} group by 1`.execute(db);
  const byHour = new Map<string, number>();
  for (const { hour: index, visits: times } of hours) {
    const { day, hour } = hourOfIndex(index);
    const key = `${day} ${hour}`;
    byHour.set(key, (byHour.get(key) ?? 0) + Number(times));
  }
  for (const [key, times] of byHour) {
    const [day = '', hour = ''] = key.split(' ');
    add(day, `hour:${hour}`, times);
  }

  const ofDays = range === null ? sql`true` : sql`entry.day >= ${range.days.from} and entry.day <= ${range.days.to}`;
  for (const [table, measure, amount] of [
    ['customer_entry', 'customers', sql`case entry.kind when 'undone' then -1 else 1 end`],
    ['revenue_entry', 'revenue', sql`entry.amount`],
  ] as const) {
    const ofFamilyEntries = (family: keyof typeof families) => sql`
      select ${sql.lit(family)} as family, ${sql.ref(family)} as value, day, sum(amount) as amount
      from counted where ${sql.ref(family)} <> '' group by ${sql.ref(family)}, day`;
    const { rows } = await sql<{ family: string; value: string; day: string; amount: number }>`
      with counted as materialized (
        select entry.day as day, ${amount} as amount,
          ${sql.join(names.map((name) => sql`visit.${sql.ref(families[name])} as ${sql.ref(name)}`))}
        from ${sql.table(table)} as entry
        inner join visit on visit.site_id = entry.site_id and visit.id = entry.visit_id
        where entry.site_id = ${siteId} and ${ofDays})
      ${sql.join(names.map(ofFamilyEntries), sql` union all `)}`.execute(db);
    for (const { family, value, day, amount: sum } of rows) add(day, `${family}.${measure}:${value}`, sum);
  }
  return totals;
}
