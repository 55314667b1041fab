import { type ContentGroups, contentGroupsSchema } from '@foyer/protocol/content-group';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

export const contentGroupsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'contentGroups'],
    queryFn: () => request('GET', `/sites/${siteId}/content-groups`, contentGroupsSchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the groups have been changed since they were read. */
export function changeContentGroups(siteId: string, groups: ContentGroups): Promise<ContentGroups> {
  return request('PUT', `/sites/${siteId}/content-groups`, contentGroupsSchema, groups);
}
