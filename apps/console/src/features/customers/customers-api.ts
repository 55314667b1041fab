import { customerSummarySchema } from '@foyer/protocol/customer';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** Days of the site's time zone (empty: open). */
interface CustomerRange {
  readonly from: string;
  readonly to: string;
}

/** A list that stays open follows what happens. */
const repeatMs = 10_000;

/** Sums over the same days, and what each first referrer has brought. */
export const customerSummaryQuery = (siteId: string, { from, to }: CustomerRange) =>
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
