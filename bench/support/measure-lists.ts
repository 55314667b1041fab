import { median, quantile, rounded } from './numbers.ts';
import type { FoyerOnHistory } from './start-on-history.ts';

const pageSize = 100;
/** Pages read one after the other of each order; of the newest-first list of visits all that there are, up to so many. */
const pagesEach = 40;
const pagesOfVisits = 2000;

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** Lists with the orders that each offers, in both directions. */
const lists: readonly (readonly [list: string, sorts: readonly (string | null)[]])[] = [
  ['visits', [null]],
  ['visitors', [null, 'revenue']],
  ['prospects', [null]],
  ['customers', [null, 'revenue']],
  ['spiders', [null]],
  ['chats', [null, 'waited', 'length', 'rating']],
  ['missed-chats', [null]],
];

/** How long pages of lists take, ms, by list and order: the median and the slowest of twenty. */
export async function measureLists(
  foyer: FoyerOnHistory,
  say: (text: string) => void,
): Promise<Record<string, { pages: number; p50: number; p95: number }>> {
  const found: Record<string, { pages: number; p50: number; p95: number }> = {};
  for (const [list, sorts] of lists)
    for (const sort of sorts)
      for (const direction of ['descending', 'ascending']) {
        const times: number[] = [];
        let cursor: string | null = null;
        const most = list === 'visits' && direction === 'descending' ? pagesOfVisits : pagesEach;
        do {
          const query = new URLSearchParams({
            limit: String(pageSize),
            direction,
            ...(sort === null ? {} : { sort }),
            ...(cursor === null ? {} : { cursor }),
          });
          const startedAt = performance.now();
          const page: Page = await foyer.get<Page>(`/${list}?${query}`);
          times.push(performance.now() - startedAt);
          cursor = page.next;
        } while (cursor !== null && times.length < most);
        const name = `${list}${sort === null ? '' : ` by ${sort}`} ${direction}`;
        found[name] = { pages: times.length, p50: rounded(median(times)), p95: rounded(quantile(times, 0.95)) };
        say(`${name}: ${found[name].pages} pages, p50 ${found[name].p50} ms, p95 ${found[name].p95} ms`);
      }
  return found;
}
