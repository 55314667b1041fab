import { type Kysely, type Migration, sql } from 'kysely';
import { countFamilyDays } from '../count-family-days.ts';
import { createTable, type Dialect } from './column-types.ts';

/** Rows that one statement inserts at most. */
const rowsAtOnce = 5000;

/** Day totals by family, found by counter; what reports ask of a visit beside; content groups; what the nightly check found. */
export function dayTotals(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const text = sql.raw(dialect === 'sqlite' ? 'text' : 'text collate "C"');
      await createTable(
        db.schema,
        dialect,
        'content_groups',
        { site_id: 't', version: 'n', body: 't' },
        { primaryKey: ['site_id'] },
      );
      await createTable(
        db.schema,
        dialect,
        'totals_check',
        { site_id: 't', day: 't', lease_until: 'n', checked_at: 'n?', counters: 'n', differences: 'n', detail: 't' },
        { primaryKey: ['site_id', 'day'] },
      );
      await sql`alter table visit add column first_referrer ${text}`.execute(db);
      await sql`alter table visit add column exit_page ${text}`.execute(db);
      await sql`update visit set
        first_referrer = (select visitor.first_referrer from visitor
          where visitor.site_id = visit.site_id and visitor.id = visit.visitor_id),
        exit_page = (select url from page_view where page_view.site_id = visit.site_id and page_view.visit_id = visit.id
          order by page_view.at desc, page_view.id desc limit 1)`.execute(db);

      const { rows: sites } = await sql<{ id: string; body: string }>`select id, body from site`.execute(db);
      for (const { id, body } of sites) {
        const { timeZone = 'Europe/London' } = JSON.parse(body) as { timeZone?: string };
        const totals = await countFamilyDays(db, id, timeZone, null);
        for (let start = 0; start < totals.length; start += rowsAtOnce)
          await insertTotals(db, dialect, id, totals.slice(start, start + rowsAtOnce));
      }
      await sql`create index revenue_entry_by_day on revenue_entry (site_id, day, visit_id, amount)`.execute(db);
      await sql`create index customer_entry_by_day on customer_entry (site_id, day)`.execute(db);
      // Whole: a family over a year is read from it alone.
      await sql`create index day_total_by_counter on day_total (site_id, counter, day, value)`.execute(db);
    },
  };
}

async function insertTotals(
  db: Kysely<unknown>,
  dialect: Dialect,
  siteId: string,
  totals: readonly { day: string; counter: string; value: number }[],
): Promise<void> {
  const rows = JSON.stringify(totals);
  const source =
    dialect === 'sqlite'
      ? sql`select value ->> 'day', value ->> 'counter', value ->> 'value' from json_each(${rows})`
      : sql`select day, counter, value from json_to_recordset(${rows}::json) as counted(day text, counter text, value bigint)`;
  await sql`insert into day_total (site_id, day, counter, value) select ${siteId}, counted.* from (${source}) as counted`.execute(
    db,
  );
}
