import type { Kysely } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';

/** What of a stored visit the lists and rules of today can be tried on. */
export interface PastVisit {
  readonly id: string;
  readonly startedAt: number;
  readonly address: string;
  readonly country: string | null;
  readonly referrer: string | null;
  readonly referrerHost: string | null;
  readonly searchPhrase: string | null;
  readonly utmTerm: string | null;
  readonly entryPage: string;
  readonly pageCount: number;
}

/** One stored page view. */
export interface PastPageView {
  readonly visitId: string;
  readonly url: string;
}

const visitsAtOnce = 1000;
const pageViewsAtOnce = 2000;

/** A site's visits since an instant, newest first, read as they are asked for. For `storage.reports`. */
export async function* readPastVisits(db: Kysely<Database>, siteId: string, since: number): AsyncGenerator<PastVisit> {
  let last: string | null = null;
  for (;;) {
    let query = db
      .selectFrom('visit')
      .select([
        'id',
        'started_at',
        'address',
        'country',
        'referrer',
        'referrer_host',
        'search_phrase',
        'utm_term',
        'entry_page',
        'page_count',
      ])
      .where('site_id', '=', siteId)
      .where('id', '>=', smallestIdAt(since));
    if (last !== null) query = query.where('id', '<', last);
    const rows = await query.orderBy('id', 'desc').limit(visitsAtOnce).execute();
    for (const row of rows)
      yield {
        id: row.id,
        startedAt: row.started_at,
        address: row.address,
        country: row.country,
        referrer: row.referrer,
        referrerHost: row.referrer_host,
        searchPhrase: row.search_phrase,
        utmTerm: row.utm_term,
        entryPage: row.entry_page,
        pageCount: row.page_count,
      };
    last = rows.at(-1)?.id ?? null;
    if (rows.length < visitsAtOnce) return;
  }
}

/** The page views of the same visits in the same order, each visit's newest first. For `storage.reports`. */
export async function* readPastPageViews(
  db: Kysely<Database>,
  siteId: string,
  since: number,
): AsyncGenerator<PastPageView> {
  let last: { visitId: string; id: string } | null = null;
  for (;;) {
    let query = db
      .selectFrom('page_view')
      .select(['id', 'visit_id', 'url'])
      .where('site_id', '=', siteId)
      .where('visit_id', '>=', smallestIdAt(since));
    if (last !== null) {
      const { visitId, id } = last;
      query = query.where((eb) => eb(eb.refTuple('visit_id', 'id'), '<', eb.tuple(visitId, id)));
    }
    const rows = await query.orderBy('visit_id', 'desc').orderBy('id', 'desc').limit(pageViewsAtOnce).execute();
    for (const row of rows) yield { visitId: row.visit_id, url: row.url };
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageViewsAtOnce) return;
    last = { visitId: end.visit_id, id: end.id };
  }
}
