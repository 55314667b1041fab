import type { Site } from '@foyer/protocol/site';
import { addDays, localTime, startOfDay } from '@foyer/rules/site-time';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { countDays } from './count-days.ts';
import { readStoredDays } from './rebuild-totals.ts';
import { compareSums, type TotalDifference } from './total-sums.ts';

/**
 * Compares the totals of one local day with the facts. `db`: for reports. Totals and facts are read one after the other, while
 * more may be written: so what differs is looked at again, and only what differs as before is told.
 */
export async function compareDay(
  db: Kysely<Database>,
  { id, timeZone }: Site,
  day: string,
): Promise<{ counters: number; differences: TotalDifference[] }> {
  const days = { from: day, to: day };
  const range = { days, from: startOfDay(day, timeZone), before: startOfDay(addDays(day, 1), timeZone) };
  const look = async () => {
    const counted = await countDays(db, id, timeZone, range);
    return { counters: counted.values.size, differences: compareSums(id, counted, await readStoredDays(db, id, days)) };
  };
  const first = await look();
  if (first.differences.length === 0) return first;
  const again = await look();
  const keyOf = ({ counter, stored, counted }: TotalDifference) => `${counter} ${counted - stored}`;
  const before = new Set(first.differences.map(keyOf));
  return { ...again, differences: again.differences.filter((difference) => before.has(keyOf(difference))) };
}

/** The local day of the oldest visit and page view that are stored: only later ones have all of their facts. Null: there are none. */
export async function oldestWholeDay(db: Kysely<Database>, { id, timeZone }: Site): Promise<string | null> {
  const [visit, view] = await Promise.all([
    db
      .selectFrom('visit')
      .select('started_at as at')
      .where('site_id', '=', id)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
    db.selectFrom('page_view').select('at').where('site_id', '=', id).orderBy('id').limit(1).executeTakeFirst(),
  ]);
  return visit && view ? localTime(Math.max(visit.at, view.at), timeZone).date : null;
}
