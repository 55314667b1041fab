import { exceptionPageSchema } from '@foyer/protocol/exception';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** A list that stays open follows what happens. */
const repeatMs = 10_000;

/** Exceptions of a site, newest first. */
export const exceptionsQuery = (siteId: string) =>
  infiniteQueryOptions({
    queryKey: ['site', siteId, 'exceptions'],
    queryFn: ({ pageParam }) =>
      request(
        'GET',
        `/sites/${siteId}/exceptions${pageParam === null ? '' : `?${new URLSearchParams({ cursor: pageParam })}`}`,
        exceptionPageSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: repeatMs,
  });
