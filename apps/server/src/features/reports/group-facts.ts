import type { ReportId } from '@foyer/protocol/report';
import { type RawBuilder, sql } from 'kysely';
import { sortIndexOf } from './compose-report.ts';
import type { ColumnSource, ReportContext, ReportData, ReportQuestion } from './report-reader.ts';

/** Facts added up by what they are told apart by. */
export interface GroupedFacts {
  /** SQL: rows with one text column (or null) for each of `keys`, and `p0`, `p1`, … in the order of the parts. Each key may come several times. */
  readonly source: RawBuilder<unknown>;
  readonly keys: readonly string[];
  readonly parts: number;
}

/** A group as read. */
export interface Group {
  /** Values of the keys, in their order; null: not known. */
  readonly values: readonly (string | null)[];
  /** Its values in one text, which tells it from all others. */
  readonly key: string;
  readonly parts: readonly number[];
}

/** What joins several values to one key. */
export const keySeparator = ', ';

/**
 * Reads groups in one statement: the greatest in the wanted order, at most as many as are wanted, with the number and
 * the sums of all others, so that no more rows travel than are shown.
 */
export async function readGroups(
  { db, dialect }: ReportContext,
  { sort, limit, keys: wanted }: ReportQuestion,
  id: ReportId,
  columns: readonly ColumnSource[],
  { source, keys, parts }: GroupedFacts,
  /** SQL that comes before all: `with …`. */
  before: RawBuilder<unknown> = sql``,
): Promise<{ groups: Group[]; rest: ReportData['rest'] }> {
  const names = Array.from({ length: parts }, (_, index) => `p${index}`);
  const key = sql.join(
    keys.map((name) => sql`coalesce(${sql.ref(name)}, '')`),
    sql` || ${sql.lit(keySeparator)} || `,
  );
  const isWanted =
    wanted === null
      ? sql``
      : dialect === 'sqlite'
        ? sql`case when ${key} in (select value from json_each(${JSON.stringify(wanted)})) then 0 else 1 end,`
        : sql`case when ${key} = any(${[...wanted]}::text[]) then 0 else 1 end,`;
  const first = orderOf(columns[0]);
  const { rows } = await sql<Record<string, string | number | null>>`${before}
    select ${sql.join(keys.map((name) => sql.ref(name)))}, ${sql.join(names.map((name) => sql.ref(name)))},
      count(*) over () as groups, ${sql.join(names.map((name) => sql`sum(${sql.ref(name)}) over () as ${sql.ref(`all_${name}`)}`))}
    from (
      select ${sql.join(keys.map((name) => sql.ref(name)))}, ${sql.join(names.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))}
      from (${source}) as facts group by ${sql.join(keys.map((name) => sql.ref(name)))}
    ) as grouped
    order by ${isWanted} ${orderOf(columns[sortIndexOf(id, sort)])}, ${first}, ${key}
    limit ${wanted === null ? limit : Math.max(1, wanted.length)}`.execute(db);
  const groups = rows.map((row): Group => {
    const values = keys.map((name) => (row[name] === null || row[name] === undefined ? null : String(row[name])));
    return {
      values,
      key: values.map((value) => value ?? '').join(keySeparator),
      parts: names.map((name) => Number(row[name])),
    };
  });
  const left = Number(rows[0]?.groups ?? 0) - groups.length;
  if (left <= 0) return { groups, rest: null };
  const sums = names.map((name, index) =>
    groups.reduce((sum, group) => sum - (group.parts[index] ?? 0), Number(rows[0]?.[`all_${name}`] ?? 0)),
  );
  return { groups, rest: { rows: left, parts: sums } };
}

/** SQL that orders by a column, the greatest first, what has no number last. */
function orderOf(column: ColumnSource | undefined): RawBuilder<unknown> {
  if (column === undefined) return sql`p0 desc`;
  if ('share' in column) return sql`${sql.ref(`p${column.share}`)} desc`;
  const part = sql.ref(`p${column.part}`);
  if (!('per' in column)) return sql`${part} desc`;
  const per = sql.ref(`p${column.per}`);
  return sql`case when ${per} = 0 then 1 else 0 end, 1.0 * ${part} / nullif(${per}, 0) desc`;
}
