import { type OpeningHours, openingHoursSchema } from '@foyer/protocol/opening-hours';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

export const openingHoursQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'openingHours'],
    queryFn: () => request('GET', `/sites/${siteId}/opening-hours`, openingHoursSchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the hours have been changed since they were read. */
export function changeOpeningHours(siteId: string, hours: OpeningHours): Promise<OpeningHours> {
  return request('PUT', `/sites/${siteId}/opening-hours`, openingHoursSchema, hours);
}
