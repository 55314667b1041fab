import {
  type Exclusions,
  type ExclusionsInput,
  exclusionsDryRunSchema,
  exclusionsSchema,
  ownAddressSchema,
} from '@foyer/protocol/exclusions';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

export const exclusionsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'exclusions'],
    queryFn: () => request('GET', `/sites/${siteId}/exclusions`, exclusionsSchema),
  });

/** Fails with `conflict` when the lists have been changed since they were read. */
export function changeExclusions(siteId: string, exclusions: Exclusions): Promise<Exclusions> {
  return request('PUT', `/sites/${siteId}/exclusions`, exclusionsSchema, exclusions);
}

/** Where this console seems to be to the server. */
export const ownAddressQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'ownAddress'],
    queryFn: () => request('GET', `/sites/${siteId}/exclusions/own-address`, ownAddressSchema),
  });

/**
 * What lists, saved or not, would have excluded in the last 30 days. It can take seconds: one whose answer nobody wants any
 * more is stopped, and the counts of the one before are shown meanwhile, since no entry's count depends on another.
 */
export const dryRunQuery = (siteId: string, lists: ExclusionsInput) =>
  queryOptions({
    queryKey: ['site', siteId, 'exclusionsDryRun', lists],
    queryFn: ({ signal }) =>
      request('POST', `/sites/${siteId}/exclusions/dry-run`, exclusionsDryRunSchema, lists, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
