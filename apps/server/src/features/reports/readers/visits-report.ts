import { type Kysely, sql } from 'kysely';
import { dayOfIndex, localDay } from '../../../storage/local-day.ts';
import { smallestIdAt } from '../../../storage/partitions.ts';
import type { ColumnSource, PartsRow, ReportContext, ReportQuestion, ReportReader } from '../report-reader.ts';
import { longestVisitMs, selectVisits } from '../visit-selection.ts';

/** Day totals that the report adds up, in the order of its parts. */
const counters = [
  'visits',
  'newVisitors',
  'returningVisitors',
  'pageViews',
  'prospects',
  'newProspects',
  'customers',
  'newCustomers',
  'revenue',
  'clickCost',
  'spiders',
] as const;
type Counter = (typeof counters)[number];
const indexOf = (counter: Counter) => counters.indexOf(counter);
const part = (counter: Counter): ColumnSource => ({ part: indexOf(counter) });

/** Visits, and what came of them, day by day. */
export const visits: ReportReader = {
  columns: [
    part('visits'),
    part('newVisitors'),
    part('returningVisitors'),
    part('pageViews'),
    { part: indexOf('pageViews'), per: indexOf('visits'), times: 1 },
    part('prospects'),
    part('newProspects'),
    part('customers'),
    part('newCustomers'),
    part('revenue'),
    part('clickCost'),
    part('spiders'),
  ],
  async read(context, question) {
    const hasFilter = question.expression !== null;
    const found = hasFilter ? await readFacts(context, question) : await readTotals(context, question);
    const byDay = new Map<string, number[]>();
    for (const { day, counter, value } of found) {
      const parts = byDay.get(day) ?? counters.map(() => 0);
      byDay.set(day, parts);
      parts[indexOf(counter)] = Number(value);
    }
    // Spiders are no visitors: of which of them a filter would hold is not known.
    if (hasFilter) byDay.set(question.from, (byDay.get(question.from) ?? counters.map(() => 0)).with(-1, Number.NaN));
    const rows = [...byDay].map(([key, parts]): PartsRow => ({ key, label: key, parts, filter: null }));
    return { rows, rest: null, totals: null, source: hasFilter ? 'facts' : 'dayTotals' };
  },
};

interface Found {
  readonly day: string;
  readonly counter: Counter;
  readonly value: number;
}

async function readTotals({ db, site }: ReportContext, { from, to }: ReportQuestion): Promise<Found[]> {
  const rows = await db
    .selectFrom('day_total')
    .select(['day', 'counter', 'value'])
    .where('site_id', '=', site.id)
    .where('counter', 'in', counters)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .execute();
  return rows as Found[];
}

async function readFacts(context: ReportContext, question: ReportQuestion): Promise<Found[]> {
  const { site } = context;
  const db = context.db as Kysely<unknown>;
  const { began, matches, viewed, booked, instants } = await selectVisits(context, question);
  const dayOf = (column: string) => localDay(column, site.timeZone, instants);
  const found: Found[] = [];
  const { rows } = await sql<Record<Exclude<Counter, 'pageViews' | 'revenue' | 'spiders'> | 'day', number>>`
    select ${dayOf('visit.started_at')} as day, count(*) as visits,
      sum(case when visit.visit_number = 1 then 1 else 0 end) as "newVisitors",
      sum(case when visit.visit_number = 1 then 0 else 1 end) as "returningVisitors",
      sum(visit.is_prospect) as prospects, sum(visit.is_new_prospect) as "newProspects",
      sum(case when visit.customer is null then 0 else 1 end) as customers,
      sum(case when visit.customer = 'new' then 1 else 0 end) as "newCustomers", sum(visit.cost) as "clickCost"
    from visit where ${began} and ${matches} group by 1`.execute(db);
  for (const { day, ...values } of rows)
    for (const [counter, value] of Object.entries(values))
      found.push({ day: dayOfIndex(day), counter: counter as Counter, value });

  // A cross join keeps SQLite from reading all page views first.
  // Nearly all visits end on the day on which they began: only of the others page views are looked at one by one.
  const isWithinDay = sql`${dayOf('visit.started_at')} = ${dayOf('visit.last_hit_at')}`;
  const views = await sql<{ day: number; value: number }>`
    select ${dayOf('visit.started_at')} as day, sum(visit.page_count) as value
    from visit where ${began} and ${isWithinDay} and ${matches} group by 1
    union all
    select ${dayOf('page_view.at')}, count(*) from visit cross join page_view
      where page_view.site_id = visit.site_id and page_view.visit_id = visit.id and visit.site_id = ${site.id}
      and visit.id >= ${smallestIdAt(Math.max(0, instants.from - longestVisitMs))} and visit.started_at < ${instants.before}
      and visit.last_hit_at >= ${instants.from} and not (${isWithinDay}) and ${viewed} and ${matches} group by 1`.execute(
    db,
  );
  const viewsOf = new Map<string, number>();
  for (const { day, value } of views.rows)
    viewsOf.set(dayOfIndex(day), (viewsOf.get(dayOfIndex(day)) ?? 0) + Number(value));
  for (const [day, value] of viewsOf) found.push({ day, counter: 'pageViews', value });
  const revenue = await sql<{ day: string; value: number }>`
    select entry.day as day, sum(entry.amount) as value
    from revenue_entry as entry inner join visit on visit.site_id = entry.site_id and visit.id = entry.visit_id
    where ${booked} and ${matches} group by entry.day`.execute(db);
  for (const { day, value } of revenue.rows) found.push({ day, counter: 'revenue', value });
  return found;
}
