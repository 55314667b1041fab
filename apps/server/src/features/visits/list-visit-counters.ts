import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** The day totals by family in which a stored visit counts with a measure, such as `country.customers:GB`. */
export async function listVisitCounters(
  db: Kysely<Database>,
  siteId: string,
  visitId: string,
  measure: 'customers',
): Promise<string[]> {
  const visit = await db
    .selectFrom('visit')
    .select(['country', 'browser', 'os', 'device', 'language', 'referring_site as site', 'alert_id as alert'])
    .where('site_id', '=', siteId)
    .where('id', '=', visitId)
    .executeTakeFirst();
  return Object.entries(visit ?? {}).flatMap(([family, value]) => (value ? [`${family}.${measure}:${value}`] : []));
}
