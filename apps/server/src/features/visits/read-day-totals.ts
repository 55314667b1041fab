import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** A site's day totals of one counter and of those named after it (`counter:…`), both days included. */
export async function readDayTotals(
  db: Kysely<Database>,
  siteId: string,
  { from, to }: { readonly from: string; readonly to: string },
  counters: readonly [one: string, family: string],
): Promise<{ day: string; counter: string; value: number }[]> {
  const [one, family] = counters;
  return db
    .selectFrom('day_total')
    .select(['day', 'counter', 'value'])
    .where('site_id', '=', siteId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where((eb) => eb.or([eb('counter', '=', one), eb('counter', 'like', `${family}:%`)]))
    .orderBy('day')
    .execute();
}
