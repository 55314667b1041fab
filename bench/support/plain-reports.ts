import type { ReportId } from '@foyer/protocol/report';

/** The plainest statement that answers the same question as a report over facts: same grouping, same columns, no comparison. */
export interface PlainReport {
  readonly report: ReportId;
  /** JSON of the condition builder, and what the same is in SQL. */
  readonly filter: { readonly expression: object; readonly sql: string } | null;
  /** `{site}`, `{first}`, `{last}`, `{from}`, `{before}` stand for the site, ids and instants of the range. */
  readonly sql: string;
}

const range = `visit.site_id = '{site}' and visit.id >= '{first}' and visit.id < '{last}'`;
const worth = `count(*), sum(is_prospect), count(customer), sum(revenue)`;
const byColumn = (report: ReportId, column: string): PlainReport => ({
  report,
  filter: null,
  sql: `select ${column}, ${worth} from visit where ${range} group by ${column} order by count(*) desc limit 100`,
});

const some = {
  expression: {
    all: [
      { variable: 'place.country', operator: 'isOneOf', value: ['GB', 'DE'] },
      { variable: 'visit.pages', operator: '>=', value: 3 },
    ],
  },
  sql: `country in ('GB', 'DE') and page_count >= 3`,
};
const filtered = (report: ReportId, column: string): PlainReport => ({
  report,
  filter: some,
  sql: `select ${column}, ${worth} from visit where ${range} and ${some.sql} group by ${column} order by count(*) desc limit 100`,
});

/** One for each report that is made from facts, and for those of day totals with a filter. */
export const plainReports: readonly PlainReport[] = [
  {
    report: 'pages',
    filter: null,
    sql: `select url, count(*), count(distinct visit_id), avg(visible_ms) from page_view
      where site_id = '{site}' and id >= '{first}' and id < '{last}' group by url order by count(*) desc limit 100`,
  },
  {
    report: 'entry-pages',
    filter: null,
    sql: `select entry_page, sum(case when page_count = 1 then 1 else 0 end), ${worth} from visit where ${range}
      group by entry_page order by count(*) desc limit 100`,
  },
  {
    report: 'exit-pages',
    filter: null,
    sql: `select exit_page, count(*) from visit where ${range} group by exit_page order by count(*) desc limit 100`,
  },
  byColumn('first-referrers', 'first_referrer'),
  byColumn('referrers', 'referrer_host'),
  byColumn('search-phrases', 'search_phrase'),
  byColumn('campaigns', 'utm_campaign, utm_source, utm_medium'),
  byColumn('cities', 'country, region, city'),
  byColumn('organisations', 'organisation'),
  byColumn('screens', 'screen_width'),
  filtered('countries', 'country'),
  filtered('browsers', 'browser'),
  filtered('entry-pages', 'entry_page'),
  filtered('referrers', 'referrer_host'),
  {
    report: 'visits',
    filter: some,
    // Zones change their offset on quarters of an hour: what is counted by quarter can be counted by day.
    sql: `select started_at / 900000, sum(case when visit_number = 1 then 1 else 0 end), sum(page_count), sum(cost), ${worth} from visit
      where ${range} and ${some.sql} group by 1`,
  },
];
