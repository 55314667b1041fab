import { type ReferringSite, type ReferringSites, referringSitesSchema } from '@foyer/protocol/referring-site';
import { queryOptions } from '@tanstack/react-query';
import { request, requestNothing } from '../../api/rest-client.ts';

export const referringSitesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'referringSites'],
    queryFn: () => request('GET', `/sites/${siteId}/referring-sites`, referringSitesSchema),
  });

/**
 * Saves the whole list; alerts follow a site that is renamed. Fails with `conflict` when it has been changed since it was
 * read, and with `invalid_request` when alerts name a site that would be gone.
 */
export function saveReferringSites(siteId: string, version: number, items: ReferringSite[]): Promise<ReferringSites> {
  return request('PUT', `/sites/${siteId}/referring-sites`, referringSitesSchema, { version, items });
}

/** Goes back to the list that Foyer comes with; fails as saving does. */
export function resetReferringSites(siteId: string, version: number): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/referring-sites?version=${version}`);
}
