import type { RuleKind } from '@foyer/protocol/explanation';
import { shadowResultsSchema } from '@foyer/protocol/shadow';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** What a rule in shadow would have done in the last 30 days. */
export const shadowQuery = (siteId: string, kind: RuleKind, ruleId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'shadowResults', kind, ruleId],
    queryFn: () =>
      request('GET', `/sites/${siteId}/shadow-results?${new URLSearchParams({ kind, ruleId })}`, shadowResultsSchema),
    staleTime: 0,
  });
