import { localTime } from '@foyer/rules/site-time';
import { type Kysely, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';

/** What alerts have reached since an instant. */
export interface AlertReach {
  /** Visits of the site. */
  readonly visits: number;
  /** Visits whose alert it was, by alert id. */
  readonly matched: ReadonlyMap<string, number>;
  /** Visits it would have had, by the id of an alert in shadow. */
  readonly shadow: ReadonlyMap<string, number>;
}

const alertCounter = 'alert:';
/** Alerts in shadow asked for by one statement. */
const shadowsAtOnce = 200;

/**
 * What a site's alerts have reached since the local day of an instant: of those that act, by the day totals; of those in
 * shadow, by their firings, whose occurrences stand in the order of the visits. For `storage.reports`.
 */
export async function readAlertReach(
  db: Kysely<Database>,
  siteId: string,
  { since, timeZone, shadowIds }: { since: number; timeZone: string; shadowIds: readonly string[] },
): Promise<AlertReach> {
  const totals = await db
    .selectFrom('day_total')
    .select(['counter', (eb) => eb.fn.sum<number | string>('value').as('value')])
    .where('site_id', '=', siteId)
    .where('day', '>=', localTime(since, timeZone).date)
    .where((eb) =>
      // The character after the colon ends what begins with the prefix.
      eb.or([eb('counter', '=', 'visits'), eb.and([eb('counter', '>=', alertCounter), eb('counter', '<', 'alert;')])]),
    )
    .groupBy('counter')
    .execute();
  const shadow = new Map<string, number>();
  for (let start = 0; start < shadowIds.length; start += shadowsAtOnce)
    for (const [id, visits] of await countShadows(db, siteId, since, shadowIds.slice(start, start + shadowsAtOnce)))
      shadow.set(id, visits);
  return {
    visits: Number(totals.find(({ counter }) => counter === 'visits')?.value ?? 0),
    matched: new Map(
      totals.flatMap(({ counter, value }) =>
        counter.startsWith(alertCounter) ? [[counter.slice(alertCounter.length), Number(value)] as const] : [],
      ),
    ),
    shadow,
  };
}

/** Visits that each of these alerts would have had: a stretch of the index of occurrences each. */
async function countShadows(
  db: Kysely<Database>,
  siteId: string,
  since: number,
  ids: readonly string[],
): Promise<[id: string, visits: number][]> {
  const counts = ids.map(
    (id) => sql<{ id: string; visits: number | string }>`
      select cast(${id} as text) as id, count(*) as visits from firing
      where site_id = ${siteId} and occurrence >= ${`${occurrenceOf(id)}${smallestIdAt(since)}`}
        and occurrence < ${`${occurrenceOf(id)}~`}`,
  );
  const { rows } = await sql<{ id: string; visits: number | string }>`${sql.join(counts, sql` union all `)}`.execute(
    db,
  );
  return rows.map(({ id, visits }) => [id, Number(visits)]);
}

/** As `settleAlert` makes it; the visit's id follows. */
function occurrenceOf(alertId: string): string {
  return `shadow alert ${alertId} `;
}
