import { type ProspectRule, type ProspectRuleInput, prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { queryOptions } from '@tanstack/react-query';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

/** A site's prospect rules in order. */
export const prospectRulesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'prospectRules'],
    queryFn: () => request('GET', `/sites/${siteId}/prospect-rules`, itemsOf(prospectRuleSchema)),
  });

export function createProspectRule(siteId: string, rule: ProspectRuleInput): Promise<ProspectRule> {
  return request('POST', `/sites/${siteId}/prospect-rules`, prospectRuleSchema, rule);
}

/** Fails with `conflict` when the rule has been changed since it was read. */
export function changeProspectRule(siteId: string, { id, ...change }: ProspectRule): Promise<ProspectRule> {
  return request('PUT', `/sites/${siteId}/prospect-rules/${id}`, prospectRuleSchema, change);
}

/** A disabled copy right behind the rule. */
export function copyProspectRule(siteId: string, id: string): Promise<ProspectRule> {
  return request('POST', `/sites/${siteId}/prospect-rules/${id}/copy`, prospectRuleSchema);
}

export function deleteProspectRule(siteId: string, { id, version }: ProspectRule): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/prospect-rules/${id}?version=${version}`);
}

/** Every id once. */
export function orderProspectRules(siteId: string, ids: string[]): Promise<void> {
  return requestNothing('PUT', `/sites/${siteId}/prospect-rules/order`, { ids });
}
