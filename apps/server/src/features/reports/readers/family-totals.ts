import { sql } from 'kysely';
import { countDays } from '../report-days.ts';
import type { ReportContext, ReportQuestion } from '../report-reader.ts';

/** Values of a family that are read at most: far more than honest visitors bring. */
const maxValues = 20_000;
/** Below so many days all totals of these days are fewer than the family's of all times. */
const fewDays = 40;

/**
 * Sums of a family of day totals over a range: by value, one sum for each measure (`''`: visits). Reads of the index by
 * counter alone, since a family is one stretch of it: `country.customers:GB` … `country:US`.
 */
export async function readFamily(
  { db, dialect, site }: ReportContext,
  { from, to }: Pick<ReportQuestion, 'from' | 'to'>,
  family: string,
  measures: readonly string[],
): Promise<Map<string, number[]>> {
  // SQLite knows nothing of how many rows there are: it is told when not to use the index by counter.
  const counter = dialect === 'sqlite' && countDays({ from, to }) < fewDays ? sql`+counter` : sql`counter`;
  const { rows } = await sql<{ counter: string; value: number }>`
    select counter, sum(value) as value from day_total
    where site_id = ${site.id} and day >= ${from} and day <= ${to} and ${counter} >= ${`${family}.`} and ${counter} < ${`${family};`}
    group by counter order by 2 desc limit ${maxValues * measures.length}`.execute(db);
  const sums = new Map<string, number[]>();
  for (const row of rows) {
    const [name = '', value = ''] = row.counter.split(/:(.*)/s);
    const index = measures.indexOf(name.slice(family.length + 1));
    if (index < 0) continue;
    const parts = sums.get(value) ?? measures.map(() => 0);
    sums.set(value, parts);
    parts[index] = Number(row.value);
  }
  return sums;
}

/** Sums of single counters over a range, in their order. */
export async function readCounters(
  { db, site }: ReportContext,
  { from, to }: Pick<ReportQuestion, 'from' | 'to'>,
  counters: readonly string[],
): Promise<number[]> {
  const rows = await db
    .selectFrom('day_total')
    .select((eb) => ['counter', eb.fn.sum<number>('value').as('value')])
    .where('site_id', '=', site.id)
    .where('counter', 'in', [...counters])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('counter')
    .execute();
  const byCounter = new Map(rows.map(({ counter, value }) => [counter, Number(value)]));
  return counters.map((counter) => byCounter.get(counter) ?? 0);
}
