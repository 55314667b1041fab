import { type TotalsCheck, totalsCheckSchema } from '@foyer/protocol/totals-check';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Takes the check of a day upon this node, until the lease runs out; false: it is done, or somebody else does it. */
export async function claimCheck(
  db: Kysely<Database>,
  siteId: string,
  day: string,
  { now, leaseMs }: { now: number; leaseMs: number },
): Promise<boolean> {
  const claimed = await db
    .insertInto('totals_check')
    .values({
      site_id: siteId,
      day,
      lease_until: now + leaseMs,
      checked_at: null,
      counters: 0,
      differences: 0,
      detail: '[]',
    })
    .onConflict((conflict) =>
      conflict
        .columns(['site_id', 'day'])
        .doUpdateSet({ lease_until: now + leaseMs })
        .where('totals_check.checked_at', 'is', null)
        .where('totals_check.lease_until', '<', now),
    )
    .returning('day')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Writes down what a check came to. */
export async function saveCheck(
  db: Kysely<Database>,
  siteId: string,
  { day, checkedAt, counters, differences, first }: TotalsCheck['items'][number],
): Promise<void> {
  const result = { checked_at: checkedAt, counters, differences, detail: JSON.stringify(first) };
  await db
    .insertInto('totals_check')
    .values({ site_id: siteId, day, lease_until: 0, ...result })
    .onConflict((conflict) => conflict.columns(['site_id', 'day']).doUpdateSet(result))
    .execute();
}

/** The newest checks: those that found something first. */
export async function readChecks(db: Kysely<Database>, siteId: string, limit: number): Promise<TotalsCheck> {
  const rows = await db
    .selectFrom('totals_check')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('checked_at', 'is not', null)
    .orderBy(sql`case when differences > 0 then 0 else 1 end`)
    .orderBy('checked_at', 'desc')
    .orderBy('day', 'desc')
    .limit(limit)
    .execute();
  return totalsCheckSchema.parse({
    items: rows.map(({ day, checked_at, counters, differences, detail }) => ({
      day,
      checkedAt: checked_at,
      counters,
      differences,
      first: JSON.parse(detail),
    })),
  });
}

/** The day before `before` that has totals and was not checked for the longest time; null: there is none. */
export async function findDayToCheck(
  db: Kysely<Database>,
  siteId: string,
  { after, before }: { after: string; before: string },
): Promise<string | null> {
  const { rows } = await sql<{ day: string }>`
    select counted.day as day from (
      select distinct day from day_total where site_id = ${siteId} and day > ${after} and day < ${before}
    ) as counted
    left join totals_check on totals_check.site_id = ${siteId} and totals_check.day = counted.day
    order by coalesce(totals_check.checked_at, 0), counted.day desc limit 1`.execute(db);
  return rows[0]?.day ?? null;
}
