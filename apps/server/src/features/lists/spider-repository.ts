import { type SpiderHit, type SpiderNames, spiderHitSchema } from '@foyer/protocol/visit-list';
import { sql } from 'kysely';
import { type FilterContext, inRange } from './filter-values.ts';

const namesShown = 200;

/** A page of spiders' hits, by time. */
export async function selectSpiderHits(
  context: FilterContext,
  query: {
    readonly name?: string | undefined;
    readonly cursor?: string | undefined;
    readonly direction: 'ascending' | 'descending';
    readonly limit: number;
  },
): Promise<{ items: SpiderHit[]; next: string | null }> {
  const isUp = query.direction === 'ascending';
  let rows = inDays(context)
    .select(['id', 'at', 'name', 'url', 'address'])
    .orderBy('id', isUp ? 'asc' : 'desc')
    // One more than is shown tells whether there is a next page.
    .limit(query.limit + 1);
  if (query.name !== undefined) rows = rows.where('name', '=', query.name);
  if (query.cursor !== undefined) rows = rows.where('id', isUp ? '>' : '<', query.cursor);
  const found = await rows.execute();
  const items = found.slice(0, query.limit).map((row) => spiderHitSchema.parse({ ...row, at: Number(row.at) }));
  return { items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

/** How often each spider came. */
export async function countSpiderNames(context: FilterContext): Promise<SpiderNames> {
  const rows = await inDays(context)
    .select((eb) => ['name', eb.fn.countAll().as('hits'), eb.fn.max('at').as('lastAt')])
    .groupBy('name')
    .orderBy('hits', 'desc')
    .orderBy('name')
    .limit(namesShown)
    .execute();
  return { items: rows.map(({ name, hits, lastAt }) => ({ name, hits: Number(hits), lastAt: Number(lastAt) })) };
}

function inDays(context: FilterContext) {
  const { db, site, range } = context;
  let rows = db
    .selectFrom('spider_hit')
    .where('site_id', '=', site.id)
    .where(inRange(sql.ref('id'), context));
  if (range.from !== null) rows = rows.where('at', '>=', range.from);
  if (range.before !== null) rows = rows.where('at', '<', range.before);
  return rows;
}
