import type { ColumnSource, PartsRow, ReportReader } from './report-reader.ts';

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
const part = (counter: (typeof counters)[number]): ColumnSource => ({ part: counters.indexOf(counter) });

/** Visits, and what came of them, day by day. */
export const readVisitsReport: ReportReader = {
  columns: [
    part('visits'),
    part('newVisitors'),
    part('returningVisitors'),
    part('pageViews'),
    { part: counters.indexOf('pageViews'), per: counters.indexOf('visits'), times: 1 },
    part('prospects'),
    part('newProspects'),
    part('customers'),
    part('newCustomers'),
    part('revenue'),
    part('clickCost'),
    part('spiders'),
  ],
  async read({ db, site }, { from, to }) {
    const rows = await db
      .selectFrom('day_total')
      .select(['day', 'counter', 'value'])
      .where('site_id', '=', site.id)
      .where('counter', 'in', counters)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .execute();
    const byDay = new Map<string, number[]>();
    for (const { day, counter, value } of rows) {
      const parts = byDay.get(day) ?? counters.map(() => 0);
      byDay.set(day, parts);
      parts[counters.indexOf(counter as (typeof counters)[number])] = value;
    }
    const days = [...byDay].map(([key, parts]): PartsRow => ({ key, label: key, parts, filter: null }));
    return { rows: days, rest: null, totals: null, source: 'dayTotals' };
  },
};
