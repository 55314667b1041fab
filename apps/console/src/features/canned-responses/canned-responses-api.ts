import {
  type CannedResponse,
  cannedResponseSchema,
  type PersonalCannedResponseInput,
  type SharedCannedResponseInput,
} from '@foyer/protocol/canned-response';
import { queryOptions } from '@tanstack/react-query';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

/** What the form of a canned response makes: whose it is, and what it says. */
export type CannedInput = PersonalCannedResponseInput & { scope: CannedResponse['scope'] };

/** All that one can use on a site: of every site, of this one, and one's own. */
export const cannedResponsesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'cannedResponses'],
    queryFn: () => request('GET', `/sites/${siteId}/canned-responses`, itemsOf(cannedResponseSchema)),
  });

const pathOf = (siteId: string, scope: CannedResponse['scope']) =>
  scope === 'personal' ? '/me/canned-responses' : `/sites/${siteId}/canned-responses`;

export function createCannedResponse(siteId: string, { scope, ...input }: CannedInput): Promise<CannedResponse> {
  const body: PersonalCannedResponseInput | SharedCannedResponseInput =
    scope === 'personal' ? input : { ...input, scope };
  return request('POST', pathOf(siteId, scope), cannedResponseSchema, body);
}

/** Fails with `conflict` when it has been changed since it was read. */
export function changeCannedResponse(
  siteId: string,
  { id, scope, ...change }: CannedResponse,
): Promise<CannedResponse> {
  const body = scope === 'personal' ? change : { ...change, scope };
  return request('PUT', `${pathOf(siteId, scope)}/${id}`, cannedResponseSchema, body);
}

export function deleteCannedResponse(siteId: string, { id, scope, version }: CannedResponse): Promise<void> {
  return requestNothing('DELETE', `${pathOf(siteId, scope)}/${id}?version=${version}`);
}

/** Gives a folder another name or place, with all that is in it. */
export function renameFolder(
  siteId: string,
  folder: { scope: 'global' | 'site'; from: string[]; to: string[] },
): Promise<CannedResponse[]> {
  return request('POST', `/sites/${siteId}/canned-responses/rename-folder`, itemsOf(cannedResponseSchema), folder);
}
