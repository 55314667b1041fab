import { type Exception, exceptionSchema } from '@foyer/protocol/exception';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Exceptions of a site, newest first; `cursor`: the last one of the page before. */
export async function listExceptions(
  db: Kysely<Database>,
  siteId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: Exception[]; next: string | null }> {
  let query = db
    .selectFrom('exception')
    .select([
      'id',
      'at',
      'kind',
      'visitor_id as visitorId',
      'visit_id as visitId',
      'alert_id as alertId',
      'alert_name as alertName',
      'address',
      'detail',
    ])
    .where('site_id', '=', siteId)
    .orderBy('id', 'desc')
    // One more than is shown tells whether there is a next page.
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  const rows = await query.execute();
  const items = rows.slice(0, limit).map((row) => exceptionSchema.parse({ ...row, at: Number(row.at) }));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
