import { type Kysely, sql } from 'kysely';
import { hourOfIndex, localHour } from '../../../storage/local-day.ts';
import { weekdayOf } from '../report-days.ts';
import type { PartsRow, ReportReader } from '../report-reader.ts';
import { selectVisits } from '../visit-selection.ts';

/** When visits begin, by weekday and hour of the site's clock. No filter tells when a visit began. */
export const hours: ReportReader = {
  columns: [{ part: 0 }],
  async read(context, question) {
    const { db, site } = context;
    const times = new Map<string, number>();
    const add = (day: string, hour: number, visits: number) => {
      const key = `${weekdayOf(day)} ${hour}`;
      times.set(key, (times.get(key) ?? 0) + visits);
    };
    if (question.expression === null) {
      const rows = await db
        .selectFrom('day_total')
        .select(['day', 'counter', 'value'])
        .where('site_id', '=', site.id)
        .where('counter', '>=', 'hour:')
        .where('counter', '<', 'hour;')
        .where('day', '>=', question.from)
        .where('day', '<=', question.to)
        .execute();
      for (const { day, counter, value } of rows) add(day, Number(counter.slice('hour:'.length)), value);
    } else {
      const { began, matches, instants } = await selectVisits(context, question);
      const { rows } = await sql<{ hour: number; visits: number }>`
        select ${localHour('visit.started_at', site.timeZone, instants)} as hour, count(*) as visits
        from visit where ${began} and ${matches} group by 1`.execute(db as Kysely<unknown>);
      for (const { hour: index, visits } of rows) {
        const { day, hour } = hourOfIndex(index);
        add(day, hour, Number(visits));
      }
    }
    const rows = [...times].map(([key, visits]): PartsRow => ({ key, label: key, parts: [visits], filter: null }));
    return { rows, rest: null, totals: null, source: question.expression === null ? 'dayTotals' : 'facts' };
  },
};
