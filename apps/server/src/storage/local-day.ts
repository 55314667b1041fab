import { listOffsets } from '@foyer/rules/site-time';
import { type RawBuilder, sql } from 'kysely';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Before Foyer there were no facts. */
const earliest = Date.UTC(2015, 0, 1);
const latestAhead = 400 * dayMs;

/**
 * SQL of the local day, or hour, that a column of instants falls into: whole days or hours since 1970 by the clock of the
 * zone, daylight saving included. `range`: the instants that the column holds; null: any.
 */
function localIndex(
  column: string,
  timeZone: string,
  range: { readonly from: number; readonly before: number } | null,
  unitMs: number,
): RawBuilder<number> {
  const { from, before } = range ?? { from: earliest, before: Date.now() + latestAhead };
  const offsets = listOffsets(timeZone);
  const atFirst = offsets.findLast(({ since }) => since <= from) ?? offsets[0];
  // The newest is asked for first: most facts are of now.
  const offset = offsets
    .filter(({ since }) => since > from && since < before)
    .reduce(
      (otherwise, { since, offset: aheadMs }) =>
        sql`case when ${sql.ref(column)} >= ${sql.lit(since)} then ${sql.lit(aheadMs)} else ${otherwise} end`,
      sql`${sql.lit(atFirst?.offset ?? 0)}`,
    );
  return sql<number>`(${sql.ref(column)} + ${offset}) / ${sql.lit(unitMs)}`;
}

/** SQL of the local day of a column of instants, as a number that `dayOfIndex` reads. */
export function localDay(column: string, timeZone: string, range: { from: number; before: number } | null) {
  return localIndex(column, timeZone, range, dayMs);
}

/** SQL of the local hour of a column of instants, as a number that `hourOfIndex` reads. */
export function localHour(column: string, timeZone: string, range: { from: number; before: number } | null) {
  return localIndex(column, timeZone, range, hourMs);
}

/** ISO date of a local day. */
export function dayOfIndex(index: number | string): string {
  return new Date(Number(index) * dayMs).toISOString().slice(0, 10);
}

/** ISO date, and the hour of that day, 0 to 23. */
export function hourOfIndex(index: number | string): { day: string; hour: number } {
  return { day: dayOfIndex(Math.floor(Number(index) / 24)), hour: Number(index) % 24 };
}
