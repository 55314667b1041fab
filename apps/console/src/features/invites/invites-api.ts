import {
  type Invite,
  type InviteInput,
  type InviteStatistics,
  inviteSchema,
  inviteStatisticsSchema,
  inviteUsesSchema,
} from '@foyer/protocol/invite';
import { type InviteImage, inviteImageSchema } from '@foyer/protocol/invite-image';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing, sendFile } from '../../api/rest-client.ts';

export const invitesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'invites'],
    queryFn: () => request('GET', `/sites/${siteId}/invites`, itemsOf(inviteSchema)),
  });

/** What came of each invite in the last 30 days; read again every minute. */
export const inviteStatisticsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'invites', 'statistics'],
    queryFn: () => request('GET', `/sites/${siteId}/invites/statistics`, itemsOf(inviteStatisticsSchema)),
    refetchInterval: 60_000,
  });

/** Which alerts and prospect rules send which invite. */
export const inviteUsesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'invites', 'uses'],
    queryFn: () => request('GET', `/sites/${siteId}/invites/uses`, itemsOf(inviteUsesSchema)),
  });

/** Images that were uploaded for the site's invites. */
export const inviteImagesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'invites', 'images'],
    queryFn: () => request('GET', `/sites/${siteId}/invite-images`, itemsOf(inviteImageSchema)),
  });

export const noStatistics: Omit<InviteStatistics, 'inviteId'> = {
  sent: 0,
  shown: 0,
  accepted: 0,
  declined: 0,
  chats: 0,
  revenue: 0,
};

export function createInvite(siteId: string, invite: InviteInput): Promise<Invite> {
  return request('POST', `/sites/${siteId}/invites`, inviteSchema, invite);
}

/** Fails with `conflict` when the invite has been changed since it was read. */
export function changeInvite(siteId: string, { id, ...change }: Invite): Promise<Invite> {
  return request('PUT', `/sites/${siteId}/invites/${id}`, inviteSchema, change);
}

export function copyInvite(siteId: string, { id }: Invite): Promise<Invite> {
  return request('POST', `/sites/${siteId}/invites/${id}/copy`, inviteSchema);
}

export function deleteInvite(siteId: string, { id, version }: Invite): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/invites/${id}?version=${version}`);
}

/** Puts back what `deleteInvite` took, under its old id. */
export function restoreInvite(siteId: string, { id, version }: Invite): Promise<Invite> {
  return request('POST', `/sites/${siteId}/invites/${id}/restore`, inviteSchema, { version });
}

/** Every id once. */
export function orderInvites(siteId: string, ids: string[]): Promise<void> {
  return requestNothing('PUT', `/sites/${siteId}/invites/order`, { ids });
}

export function uploadImage(siteId: string, file: File): Promise<InviteImage> {
  const name =
    file.name
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .trim()
      .slice(0, 80) || 'Image';
  return sendFile(`/sites/${siteId}/invite-images?name=${encodeURIComponent(name)}`, inviteImageSchema, file);
}

/** Fails with `conflict` when the image has been renamed since it was read. */
export function renameImage(siteId: string, { id, version }: InviteImage, name: string): Promise<InviteImage> {
  return request('PUT', `/sites/${siteId}/invite-images/${id}`, inviteImageSchema, { name, version });
}

export function deleteImage(siteId: string, { id }: InviteImage): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/invite-images/${id}`);
}

export function restoreImage(siteId: string, { id }: InviteImage): Promise<InviteImage> {
  return request('POST', `/sites/${siteId}/invite-images/${id}/restore`, inviteImageSchema);
}

/** Reads again the invites, and all that hangs on them. */
export function refreshInvites(siteId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: invitesQuery(siteId).queryKey });
}
