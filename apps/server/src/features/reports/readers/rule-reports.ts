import { sql } from 'kysely';
import { listAlerts } from '../../alerts/list-alerts.ts';
import { listProspectRules } from '../../prospects/list-prospect-rules.ts';
import type { ColumnSource, PartsRow, ReportData, ReportReader } from '../report-reader.ts';
import { selectVisits } from '../visit-selection.ts';
import { readRemainder } from './family-reports.ts';
import { readCounters, readFamily } from './family-totals.ts';
import { readRuleNames } from './rule-names.ts';
import { filterOf, readVisitGroups } from './visit-groups.ts';
import { worth } from './worth.ts';

/** Parts: visits, prospects, customers, revenue, paid entries, cost, free entries. */
const alertMeasures = ['', 'prospects', 'customers', 'revenue', 'paid', 'cost'] as const;
const alertColumns: readonly ColumnSource[] = [{ part: 0 }, { part: 6 }, { part: 4 }, { part: 5 }, ...worth];

/** Visits by alert; those that no alert matched have a row, too, in which none is free or paid. */
export const alerts: ReportReader = {
  columns: alertColumns,
  async read(context, question) {
    const { db, site } = context;
    const present = await listAlerts(db, site.id);
    const isThere = new Set(present.map(({ id }) => id));
    let data: ReportData;
    if (question.expression === null) {
      const sums = await readFamily(context, question, 'alert', alertMeasures);
      const all = await readRemainder(sums, () =>
        readCounters(context, question, ['visits', 'prospects', 'customers', 'revenue', 'alertsPaid', 'clickCost']),
      );
      if (all.some((part) => part !== 0)) sums.set('', all);
      const rows = [...sums].map(([key, parts]) => ({
        key,
        label: key,
        parts: [...parts, key === '' ? 0 : (parts[0] ?? 0) - (parts[4] ?? 0)],
        filter: null,
      }));
      data = { rows, rest: null, totals: null, source: 'dayTotals' };
    } else {
      const isFree = sql<number>`case when visit.alert_id is not null and visit.alert_paid = 0 then 1 else 0 end`;
      data = await readVisitGroups(context, question, {
        id: 'alerts',
        keys: { alert: sql`visit.alert_id` },
        more: [sql`visit.alert_paid`, sql`visit.cost`, isFree],
        columns: alertColumns,
        toRow: () => ({ filter: null }),
      });
    }
    const names = await readRuleNames(
      db,
      site.id,
      'alert',
      present,
      data.rows.map(({ key }) => key),
    );
    // A filter goes by the alerts of today: to it, a visit of a deleted one has none.
    const areAllThere = data.rows.every(({ key }) => key === '' || isThere.has(key));
    const isSayable = (key: string) => (key === '' ? areAllThere : isThere.has(key));
    const rows = data.rows.map((row): PartsRow => {
      const name = names.get(row.key) ?? null;
      return {
        ...row,
        label: row.key === '' ? 'No alert' : (name ?? 'Deleted alert'),
        filter: isSayable(row.key) ? filterOf(['source.alert', row.key === '' ? null : name]) : null,
      };
    });
    return { ...data, rows };
  },
};

/** Visits in which each prospect rule fired. A visit may be of several types. */
export const prospectTypes: ReportReader = {
  columns: [{ part: 0 }],
  async read(context, question) {
    const { db, site } = context;
    const visits = new Map<string, number>();
    let total: number;
    if (question.expression === null) {
      for (const [id, [times = 0]] of await readFamily(context, question, 'prospectType', [''])) visits.set(id, times);
      [total = 0] = await readCounters(context, question, ['prospects']);
    } else {
      const { began, matches } = await selectVisits(context, question);
      const { rows } = await sql<{ id: string | null; visits: number }>`
        select firing.rule_id as id, count(distinct firing.visit_id) as visits
        from firing inner join visit on visit.site_id = firing.site_id and visit.id = firing.visit_id
        where firing.site_id = ${site.id} and firing.rule_kind = 'prospectRule' and firing.shadow = 0 and ${began} and ${matches}
        group by firing.rule_id
        union all select null, count(*) from visit where ${began} and visit.is_prospect = 1 and ${matches}`.execute(db);
      total = Number(rows.find(({ id }) => id === null)?.visits ?? 0);
      for (const row of rows) if (row.id !== null) visits.set(row.id, Number(row.visits));
    }
    const names = await readRuleNames(db, site.id, 'prospectRule', await listProspectRules(db, site.id), [
      ...visits.keys(),
    ]);
    const rows = [...visits]
      .filter(([, times]) => times !== 0)
      .map(([key, times]): PartsRow => {
        // The condition on prospect types holds of a visitor's later visits, too.
        return { key, label: names.get(key) ?? 'Deleted prospect rule', parts: [times], filter: null };
      });
    return { rows, rest: null, totals: [total], source: question.expression === null ? 'dayTotals' : 'facts' };
  },
};
