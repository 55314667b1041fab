import type { Kysely } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import { firstOrderNumberAt } from './order-number.ts';
import { staffKey } from './staff-recorder.ts';

/** Rows removed by one statement. */
const atATime = 5000;

/** Removes the recordings of a site's visits that began before an instant, and of its staff until then. Answers how many. */
export async function removeRecordings(db: Kysely<Database>, siteId: string, before: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const { numDeletedRows } = await db
      .deleteFrom('recorded_event')
      .where('site_id', '=', siteId)
      .where((eb) =>
        eb(
          eb.refTuple('visit_id', 'n'),
          'in',
          db
            .selectFrom('recorded_event')
            .select(['visit_id', 'n'])
            .where('site_id', '=', siteId)
            .where('visit_id', '<', smallestIdAt(before))
            .orderBy('visit_id')
            .limit(atATime)
            .$asTuple('visit_id', 'n'),
        ),
      )
      .executeTakeFirst();
    removed += Number(numDeletedRows);
    if (Number(numDeletedRows) < atATime) break;
  }
  const { numDeletedRows } = await db
    .deleteFrom('recorded_event')
    .where('site_id', '=', siteId)
    .where('visit_id', '=', staffKey)
    .where('n', '<', firstOrderNumberAt(before))
    .executeTakeFirst();
  return removed + Number(numDeletedRows);
}

/** Removes all recordings of one visitor's visits. */
export async function removeRecordingsOfVisitor(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
): Promise<void> {
  await db
    .deleteFrom('recorded_event')
    .where('site_id', '=', siteId)
    .where('visit_id', 'in', (eb) =>
      eb.selectFrom('visit').select('id').where('site_id', '=', siteId).where('visitor_id', '=', visitorId),
    )
    .execute();
}
