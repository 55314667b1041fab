import { customerSummarySchema } from '@foyer/protocol/customer';
import { visitPageSchema } from '@foyer/protocol/visit-list';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** Which visits are listed: of prospects or of customers, by days of the site's time zone (empty: open). */
export interface CustomerRange {
  readonly kind: 'prospects' | 'customers';
  readonly from: string;
  readonly to: string;
}

/** A list that stays open follows what happens. */
const repeatMs = 10_000;

/** Visits of prospects or customers, newest first. */
export const customerVisitsQuery = (siteId: string, { kind, from, to }: CustomerRange) =>
  infiniteQueryOptions({
    queryKey: ['site', siteId, 'customerVisits', kind, from, to],
    queryFn: ({ pageParam }) => {
      const query = daysOf(from, to);
      if (pageParam !== null) query.set('cursor', pageParam);
      return request('GET', `/sites/${siteId}/${kind}?${query}`, visitPageSchema);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: repeatMs,
  });

/** Sums over the same days, and what each first referrer has brought. */
export const customerSummaryQuery = (siteId: string, { from, to }: Pick<CustomerRange, 'from' | 'to'>) =>
  queryOptions({
    queryKey: ['site', siteId, 'customerSummary', from, to],
    queryFn: () => request('GET', `/sites/${siteId}/customers/summary?${daysOf(from, to)}`, customerSummarySchema),
    refetchInterval: repeatMs,
  });

function daysOf(from: string, to: string): URLSearchParams {
  const query = new URLSearchParams();
  if (from !== '') query.set('from', from);
  if (to !== '') query.set('to', to);
  return query;
}
