import { type Site, type SiteInput, siteSchema } from '@foyer/protocol/site';
import { queryOptions } from '@tanstack/react-query';
import { itemsOf, request } from '../../api/rest-client.ts';

const unseenPollMs = 5000;

/** One site. Asked for again every 5 s until its tracking code has been seen. */
export const siteQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'site'],
    queryFn: () => request('GET', `/sites/${siteId}`, siteSchema),
    refetchInterval: (query) => (query.state.data?.codeSeenAt === null ? unseenPollMs : false),
  });

/** All sites; for administrators. */
export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: () => request('GET', '/sites', itemsOf(siteSchema)),
});

export function createSite(site: SiteInput): Promise<Site> {
  return request('POST', '/sites', siteSchema, site);
}

/** Fails with `conflict` when the site has been changed since it was read. */
export function changeSite(site: Site): Promise<Site> {
  const { id, key: _key, codeSeenAt: _at, codeSeenUrl: _url, ...change } = site;
  return request('PUT', `/sites/${id}`, siteSchema, change);
}
