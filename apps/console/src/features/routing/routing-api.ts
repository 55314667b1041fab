import {
  type Routing,
  type RoutingTestAnswer,
  routingSchema,
  routingTestAnswerSchema,
  transferTargetsSchema,
} from '@foyer/protocol/routing';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

export const routingQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'routing'],
    queryFn: () => request('GET', `/sites/${siteId}/routing`, routingSchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the routing has been changed since it was read. */
export function changeRouting(siteId: string, routing: Routing): Promise<Routing> {
  return request('PUT', `/sites/${siteId}/routing`, routingSchema, routing);
}

/** Who would get such a chat now, by the routing as it is saved. */
export function testRouting(
  siteId: string,
  wish: { departmentId: string | null; skillIds: readonly string[] },
): Promise<RoutingTestAnswer> {
  return request('POST', `/sites/${siteId}/routing/test`, routingTestAnswerSchema, wish);
}

/** To whom a chat of this site can be passed on, read anew each time it is asked. */
export const transferTargetsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'transferTargets'],
    queryFn: () => request('GET', `/sites/${siteId}/routing/transfer-targets`, transferTargetsSchema),
    select: ({ items }) => items,
    staleTime: 0,
  });
