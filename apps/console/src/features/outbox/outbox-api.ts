import { pageOf } from '@foyer/protocol/cursor';
import {
  type OutboxDetail,
  type OutboxKind,
  type OutboxState,
  outboxCountsSchema,
  outboxDetailSchema,
  outboxItemSchema,
  outboxRetriedSchema,
} from '@foyer/protocol/outbox';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { request } from '../../api/rest-client.ts';

const outboxPage = pageOf(outboxItemSchema);
const pollMs = 5000;

/** What of the outbox is listed; null: all. */
export interface OutboxFilter {
  readonly state: OutboxState | null;
  readonly kind: OutboxKind | null;
}

const outboxKey = (siteId: string) => ['site', siteId, 'outbox'] as const;

/** A site's items, newest first. Sending goes on by itself, so they are asked for again every 5 s. */
export const outboxQuery = (siteId: string, { state, kind }: OutboxFilter) =>
  infiniteQueryOptions({
    queryKey: [...outboxKey(siteId), 'items', state, kind],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams();
      if (state !== null) query.set('state', state);
      if (kind !== null) query.set('kind', kind);
      if (pageParam !== null) query.set('cursor', pageParam);
      return request('GET', `/sites/${siteId}/outbox?${query}`, outboxPage);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: pollMs,
  });

/** How many items a site has in each state. */
export const outboxCountsQuery = (siteId: string) =>
  queryOptions({
    queryKey: [...outboxKey(siteId), 'counts'],
    queryFn: () => request('GET', `/sites/${siteId}/outbox/counts`, outboxCountsSchema),
    refetchInterval: pollMs,
  });

/** One item with what it says. */
export const outboxItemQuery = (siteId: string, id: string) =>
  queryOptions({
    queryKey: [...outboxKey(siteId), 'item', id],
    queryFn: () => request('GET', `/sites/${siteId}/outbox/${id}`, outboxDetailSchema),
    refetchInterval: pollMs,
  });

/** Lets one item wait to be sent again. Fails with `conflict` when it is in no state for that. */
export function retryItem(siteId: string, id: string): Promise<OutboxDetail> {
  return request('POST', `/sites/${siteId}/outbox/${id}/retry`, outboxDetailSchema);
}

/** Lets all items that have failed for good wait again; answers how many. */
export async function retryAllDead(siteId: string): Promise<number> {
  return (await request('POST', `/sites/${siteId}/outbox/retry`, outboxRetriedSchema, { state: 'dead' })).retried;
}

/** Reads the outbox of a site again. */
export function refreshOutbox(siteId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: outboxKey(siteId) });
}
