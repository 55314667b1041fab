import { explanationSchema } from '@foyer/protocol/explanation';
import type { ShadowQuery, ShadowResults } from '@foyer/protocol/shadow';
import type { Site } from '@foyer/protocol/site';
import { addDays, localTime, startOfDay } from '@foyer/rules/site-time';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { cutFacts } from '../visits/cut-facts.ts';
import { readDayTotals } from '../visits/read-day-totals.ts';

const sampleSize = 20;
const factShown = 300;
/** Zones change their offset on quarters of an hour only. */
const quarterMs = 900_000;

/** What a rule in shadow would have done in the last days, by its firings in shadow. `db`: for reports. */
export async function readShadowResults(
  db: Kysely<Database>,
  site: Site,
  { kind, ruleId, days }: ShadowQuery,
  now: number,
): Promise<ShadowResults> {
  const to = localTime(now, site.timeZone).date;
  const from = addDays(to, 1 - days);
  const since = startOfDay(from, site.timeZone);
  // The occurrences of one rule stand together in their index.
  const start = `shadow ${kind} ${ruleId} `;
  const firings = db
    .selectFrom('firing')
    .where('firing.site_id', '=', site.id)
    .where('occurrence', '>=', start)
    .where('occurrence', '<', `${start}~`)
    .where('at', '>=', since);
  const [quarters, sums, sample, totals] = await Promise.all([
    firings
      .select([sql<number | string>`min(at) / ${sql.lit(quarterMs)}`.as('quarter'), 'visit_id'])
      .groupBy('visit_id')
      .execute(),
    sumVisits(db, site.id, start, since),
    readSample(db, site.id, start, since),
    readDayTotals(db, site.id, { from, to }, ['visits', 'visits']),
  ]);
  const perDay = new Map(Array.from({ length: days }, (_, index) => [addDays(from, index), 0]));
  for (const { quarter } of quarters) {
    const day = localTime(Number(quarter) * quarterMs, site.timeZone).date;
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  return {
    from,
    to,
    siteVisits: totals.reduce((sum, { value }) => sum + Number(value), 0),
    visits: quarters.length,
    ...sums,
    currency: site.currency,
    perDay: [...perDay].map(([day, visits]) => ({ day, visits })),
    sample,
  };
}

/** Visits with a firing in shadow, each once. */
const ofVisits = (siteId: string, start: string, since: number) => sql`
  select visit_id, max(visitor_id) as visitor_id, max(at) as at, max(id) as id from firing
  where site_id = ${siteId} and occurrence >= ${start} and occurrence < ${`${start}~`} and at >= ${since} group by visit_id`;

const hasChat = sql`exists (select 1 from chat where chat.site_id = visit.site_id and chat.visitor_id = visit.visitor_id and chat.visit_id = visit.id)`;

async function sumVisits(db: Kysely<Database>, siteId: string, start: string, since: number) {
  const { rows } = await sql<Record<'visitors' | 'chatted' | 'customers' | 'revenue', number | string | null>>`
    select count(distinct fired.visitor_id) as visitors,
      sum(case when ${hasChat} then 1 else 0 end) as chatted,
      sum(case when visit.customer is null then 0 else 1 end) as customers,
      sum(visit.revenue) as revenue
    from (${ofVisits(siteId, start, since)}) as fired
    join visit on visit.site_id = ${siteId} and visit.id = fired.visit_id`.execute(db);
  const [row] = rows;
  return {
    visitors: Number(row?.visitors ?? 0),
    chatted: Number(row?.chatted ?? 0),
    customers: Number(row?.customers ?? 0),
    revenue: Number(row?.revenue ?? 0),
  };
}

async function readSample(
  db: Kysely<Database>,
  siteId: string,
  start: string,
  since: number,
): Promise<ShadowResults['sample']> {
  const { rows } = await sql<{
    visitId: string;
    at: number | string;
    country: string | null;
    entryPage: string;
    chatted: number | boolean;
    revenue: number | string;
    explanation: string;
  }>`
    select visit.id as "visitId", fired.at as at, visit.country as country, visit.entry_page as "entryPage",
      ${hasChat} as chatted, visit.revenue as revenue, firing.explanation as explanation
    from (select * from (${ofVisits(siteId, start, since)}) as all_fired order by id desc limit ${sampleSize}) as fired
    join visit on visit.site_id = ${siteId} and visit.id = fired.visit_id
    join firing on firing.site_id = ${siteId} and firing.id = fired.id
    order by fired.id desc`.execute(db);
  return rows.map((row) => {
    const explanation = explanationSchema.nullable().parse(JSON.parse(row.explanation));
    return {
      ...row,
      at: Number(row.at),
      chatted: Boolean(row.chatted),
      revenue: Number(row.revenue),
      explanation: explanation && cutFacts(explanation, factShown),
    };
  });
}
