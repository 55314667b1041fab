import type { Condition, Expression, VariableName } from '@foyer/protocol/condition';
import type { ReportId } from '@foyer/protocol/report';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Group, readGroups } from '../group-facts.ts';
import type { ColumnSource, ReportContext, ReportData, ReportQuestion, ReportReader } from '../report-reader.ts';
import { selectVisits } from '../visit-selection.ts';
import { visitsAndWorth } from './worth.ts';

/** What visits are told apart by in a report from facts. */
export interface VisitGrouping {
  readonly id: ReportId;
  /** Columns of `visit` as SQL, by names of the report's own. */
  readonly keys: Readonly<Record<string, RawBuilder<unknown>>>;
  /** Visits that the report is of; left out: all. */
  readonly only?: RawBuilder<SqlBool>;
  /** What counts as prospects and customers: visits of them (the default), or those who became one. */
  readonly counts?: 'visits' | 'firsts';
  /** Whom revenue is credited to, where not the visit that brought it says so: as many as keys, columns of `entry`. */
  readonly credit?: readonly RawBuilder<unknown>[];
  /** Further parts, sums over visits. */
  readonly more?: readonly RawBuilder<number>[];
  readonly columns?: readonly ColumnSource[];
  readonly toRow: (group: Group) => { key?: string; label?: string; filter: Expression | null };
}

const measures = {
  visits: [sql`visit.is_prospect`, sql`case when visit.customer is null then 0 else 1 end`],
  firsts: [sql`visit.is_new_prospect`, sql`case when visit.customer = 'new' then 1 else 0 end`],
};

/** A report of visits by what they are told apart by, with prospects, customers and revenue. */
export function visitGroups(grouping: VisitGrouping): ReportReader {
  const { columns = visitsAndWorth } = grouping;
  return { columns, read: (context, question) => readVisitGroups(context, question, { ...grouping, columns }) };
}

/** Reads it from facts: visits that began in the range, and revenue that was booked in it. */
export async function readVisitGroups(
  context: ReportContext,
  question: ReportQuestion,
  {
    id,
    keys,
    only = sql<SqlBool>`true`,
    counts = 'visits',
    credit,
    more = [],
    columns = visitsAndWorth,
    toRow,
  }: VisitGrouping,
): Promise<ReportData> {
  const { began, matches, booked } = await selectVisits(context, question);
  const names = Object.keys(keys);
  const [isProspect, isCustomer] = measures[counts];
  const named = (columnOf: (name: string, index: number) => RawBuilder<unknown>) =>
    sql.join(names.map((name, index) => sql`${columnOf(name, index)} as ${sql.ref(name)}`));
  const groupBy = sql.join(names.map((_, index) => sql.lit(index + 1)));
  const ofVisit = (name: string) => keys[name] ?? sql`null`;
  const extra = (of: (part: RawBuilder<number>) => RawBuilder<unknown>) =>
    sql.join([sql``, ...more.map((part, index) => sql`${of(part)} as ${sql.ref(`p${index + 4}`)}`)], sql`, `);
  const source = sql`
    select ${named(ofVisit)}, count(*) as p0, sum(${isProspect}) as p1, sum(${isCustomer}) as p2, 0 as p3
      ${more.length === 0 ? sql`` : extra((part) => sql`sum(${part})`)}
    from visit where ${began} and ${only} and ${matches} group by ${groupBy}
    union all
    select ${named((name, index) => credit?.[index] ?? ofVisit(name))}, 0, 0, 0, sum(entry.amount)
      ${more.length === 0 ? sql`` : extra(() => sql`0`)}
    from revenue_entry as entry inner join visit on visit.site_id = entry.site_id and visit.id = entry.visit_id
    where ${booked} and ${only} and ${matches} group by ${groupBy}`;
  const parts = 4 + more.length;
  const { groups, rest } = await readGroups(context, question, id, columns, { source, keys: names, parts });
  const rows = groups.map((group) => {
    const { key = group.key, label = key, filter } = toRow(group);
    return { key, label, parts: group.parts, filter };
  });
  return { rows, rest, totals: null, source: 'facts' };
}

/** The filter that finds visits whose variables have these texts; null: one is too long to be said. */
export function filterOf(...values: readonly (readonly [VariableName, string | null])[]): Expression | null {
  const conditions = values.map(([variable, value]): Condition => {
    return value === null || value === ''
      ? { variable, operator: 'isNotSet' }
      : { variable, operator: 'equals', value };
  });
  return conditions.some(({ value }) => typeof value === 'string' && value.length > 500) ? null : { all: conditions };
}
