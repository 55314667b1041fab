import type { Condition } from '@foyer/protocol/condition';
import { compileDateTest, compileWeekdayTest } from '@foyer/rules/judge-date';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { listOffsets } from '@foyer/rules/site-time';
import { type SqlBool, sql } from 'kysely';
import { truthAmong } from './filter-numbers.ts';
import { alwaysUnknown, type Claim, no, type Truth, yes } from './filter-truth.ts';
import { type Subject, visitEnd } from './filter-values.ts';

const dayMs = 86_400_000;

/** An instant on the local clock, as ms since the local 1 January 1970. */
function localMs(at: Subject, timeZone: string): Subject {
  const offsets = listOffsets(timeZone);
  const [first, ...later] = offsets;
  const cases = later
    .reverse()
    .map(({ since, offset }) => sql`when ${at} >= ${sql.lit(since)} then ${sql.lit(offset)}`);
  const offset = sql.lit(first?.offset ?? 0);
  return cases.length === 0
    ? sql`(${at} + ${offset})`
    : sql`(${at} + case ${sql.join(cases, sql.raw(' '))} else ${offset} end)`;
}

/** The local hour, 0 to 23, at the visit's end. */
export const localHour = (timeZone: string): Subject =>
  sql`((${localMs(visitEnd, timeZone)} % ${sql.lit(dayMs)}) / 3600000)`;

/** Local midnights between two instants. */
export const daysFrom = (from: Subject, timeZone: string): Subject =>
  sql`(${localMs(visitEnd, timeZone)} / ${sql.lit(dayMs)} - ${localMs(from, timeZone)} / ${sql.lit(dayMs)})`;

/** Where the day of the week at the visit's end meets a condition. */
export function truthOfWeekday(condition: Condition, timeZone: string): Truth {
  const { test } = compileWeekdayTest(condition, 'UTC');
  // 1 January 1970 was a Thursday: the fourth of the days that begin with Sunday as 0.
  const verdictOf = (weekday: number) => test(Date.UTC(1970, 0, 4 + weekday));
  if (verdictOf(0) === 'unknown') return alwaysUnknown;
  const weekday = sql`((${localMs(visitEnd, timeZone)} / ${sql.lit(dayMs)} + 4) % 7)`;
  return truthAmong(weekday, [0, 1, 2, 3, 4, 5, 6], (one) => verdictOf(one) === true);
}

/** Where the date at the visit's end meets a condition. */
export function truthOfDate(condition: Condition, timeZone: string): Truth {
  const clock = compileDateTest(condition, condition.operator as OperatorOf<'date'>, timeZone);
  const edges = [...new Set(clock.changes(Number.NEGATIVE_INFINITY))];
  const spans = [Number.NEGATIVE_INFINITY, ...edges].map((from, index) => ({
    from,
    before: edges[index] ?? Number.POSITIVE_INFINITY,
    verdict: clock.test(from),
  }));
  const within = (verdict: boolean): Claim => {
    const claims = spans.filter((span) => span.verdict === verdict).map(spanned);
    return claims.length === 0 ? no : sql<SqlBool>`(${sql.join(claims, sql.raw(' or '))})`;
  };
  return { isTrue: within(true), isFalse: within(false) };
}

function spanned({ from, before }: { from: number; before: number }): Claim {
  const low = from === Number.NEGATIVE_INFINITY ? yes : sql<SqlBool>`${visitEnd} >= ${sql.lit(from)}`;
  const high = before === Number.POSITIVE_INFINITY ? yes : sql<SqlBool>`${visitEnd} < ${sql.lit(before)}`;
  return sql<SqlBool>`(${low} and ${high})`;
}
