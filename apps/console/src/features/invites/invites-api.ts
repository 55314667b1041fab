import { type Invite, type InviteInput, inviteSchema } from '@foyer/protocol/invite';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request } from '../../api/rest-client.ts';

export const invitesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'invites'],
    queryFn: () => request('GET', `/sites/${siteId}/invites`, itemsOf(inviteSchema)),
  });

export function createInvite(siteId: string, invite: InviteInput): Promise<Invite> {
  return request('POST', `/sites/${siteId}/invites`, inviteSchema, invite);
}

/** Fails with `conflict` when the invite has been changed since it was read. */
export function changeInvite(siteId: string, { id, ...change }: Invite): Promise<Invite> {
  return request('PUT', `/sites/${siteId}/invites/${id}`, inviteSchema, change);
}

/** Reads the invites again. */
export function refreshInvites(siteId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: invitesQuery(siteId).queryKey });
}
