import type { Alert } from '@foyer/protocol/alert';
import type { Condition } from '@foyer/protocol/condition';
import { findEntryCost } from '@foyer/rules/find-entry-cost';
import { compileTextTest, positiveTextOperator } from '@foyer/rules/judge-text';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { type SqlBool, sql } from 'kysely';
import { listAlerts } from '../alerts/list-alerts.ts';
import { alwaysUnknown, known, opposite, type Truth } from './filter-truth.ts';
import { among, type FilterContext, inRange, ofVisit, type Subject } from './filter-values.ts';

const alertId = ofVisit('alert_id');
/** What pages reported that the visit cost; NULL: nothing. */
const reported = sql`(case when visit.alert_paid = 0 and visit.cost > 0 then visit.cost end)`;

/** Visits whose alert is one of these, as the site's alerts stand now. */
const hasOne = (alerts: readonly Alert[], { dialect }: FilterContext) =>
  sql<SqlBool>`(visit.alert_id is not null and ${among(
    alertId,
    alerts.map(({ id }) => id),
    dialect,
  )})`;

/** Where the name of the visit's alert meets a condition. */
export async function truthOfAlert(context: FilterContext, condition: Condition): Promise<Truth> {
  const alerts = await listAlerts(context.db, context.site.id);
  const operator = condition.operator as OperatorOf<'text'>;
  if (operator === 'isSet') return known(hasOne(alerts, context));
  if (operator === 'isNotSet') return opposite(known(hasOne(alerts, context)));
  const positive = positiveTextOperator(operator);
  const test = compileTextTest(condition, positive.operator);
  if (test('') === 'unknown') return alwaysUnknown;
  const truth = {
    isTrue: hasOne(
      alerts.filter(({ name }) => test(name) === true),
      context,
    ),
    isFalse: hasOne(
      alerts.filter(({ name }) => test(name) === false),
      context,
    ),
  };
  return positive.negated ? opposite(truth) : truth;
}

/** Where the visit's alert is a paid listing. */
export async function truthOfPaid(context: FilterContext): Promise<Truth> {
  const alerts = await listAlerts(context.db, context.site.id);
  return known(
    hasOne(
      alerts.filter(({ paid }) => paid !== null),
      context,
    ),
  );
}

/** What visits cost, in minor units; NULL: nothing is known of it. */
export async function readCost(context: FilterContext): Promise<Subject> {
  const { currency } = context.site;
  const alerts = (await listAlerts(context.db, context.site.id)).filter(({ paid }) => paid !== null);
  const cases = await Promise.all(
    alerts.map(async (alert) => {
      if (alert.paid !== null && 'fixed' in alert.paid.cost) {
        const cost = findEntryCost(alert, '', currency);
        return cost === null ? [] : [sql`when visit.alert_id = ${alert.id} then ${sql.lit(cost)}`];
      }
      const costs = await readEntryCosts(context, alert);
      return [...costs].map(
        ([cost, pages]) =>
          sql`when visit.alert_id = ${alert.id} and ${among(ofVisit('entry_page'), pages, context.dialect)} then ${sql.lit(cost)}`,
      );
    }),
  );
  const whens = cases.flat();
  if (whens.length === 0) return reported;
  const entry = sql`(case ${sql.join(whens, sql.raw(' '))} end)`;
  return sql`(case when ${entry} is null then ${reported} else ${entry} + coalesce(${reported}, 0) end)`;
}

/** Entry pages that name what the entry cost, by cost. */
async function readEntryCosts(context: FilterContext, alert: Alert): Promise<Map<number, string[]>> {
  const { rows } = await sql<{
    value: string;
  }>`select distinct visit.entry_page as value from visit where visit.site_id = ${context.site.id} and ${inRange(ofVisit('id'), context)} and visit.alert_id = ${alert.id}`.execute(
    context.db,
  );
  const pages = new Map<number, string[]>();
  for (const { value } of rows) {
    const cost = findEntryCost(alert, value, context.site.currency);
    if (cost === null) continue;
    const same = pages.get(cost);
    if (same) same.push(value);
    else pages.set(cost, [value]);
  }
  return pages;
}
