import { type DraftRule, type LintedKind, ruleFindingsSchema } from '@foyer/protocol/rule-finding';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** All findings of a site. Asked for anew wherever they are shown: any document may have changed them. */
export const ruleFindingsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'ruleFindings'],
    queryFn: async () => (await request('GET', `/sites/${siteId}/rule-findings`, ruleFindingsSchema)).items,
    staleTime: 0,
  });

/** What would be wrong with a rule as it stands in its editor. Fails while it could not be saved. */
export const draftFindingsQuery = (siteId: string, draft: DraftRule) =>
  queryOptions({
    queryKey: ['site', siteId, 'ruleFindings', draft],
    queryFn: async () => (await request('POST', `/sites/${siteId}/rule-findings`, ruleFindingsSchema, draft)).items,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });

/** Where a rule is edited. */
export function addressOfRule(kind: LintedKind, id: string): string {
  switch (kind) {
    case 'alert':
      return `/settings/alerts/${id}`;
    case 'prospectRule':
      return `/settings/prospects/${id}`;
    case 'invite':
      return `/settings/invites/${id}`;
    case 'exclusions':
      return '/settings/exclusions';
  }
}
