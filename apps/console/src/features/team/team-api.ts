import { type TeamMessages, teamMessagesSchema, teammateSchema } from '@foyer/protocol/team';
import { queryOptions } from '@tanstack/react-query';
import { itemsOf, request } from '../../api/rest-client.ts';

/** Everybody who shares a site with oneself. */
export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: () => request('GET', '/team-messages/colleagues', itemsOf(teammateSchema)),
});

interface Wanted {
  siteId: string;
  operatorId: string | null;
  before?: number;
  after?: number;
}

/** A page of a conversation, the oldest first. */
export function readMessages({ siteId, operatorId, before, after }: Wanted): Promise<TeamMessages> {
  const query = new URLSearchParams({ siteId });
  if (operatorId !== null) query.set('operatorId', operatorId);
  if (before !== undefined) query.set('before', String(before));
  if (after !== undefined) query.set('after', String(after));
  return request('GET', `/team-messages?${query}`, teamMessagesSchema);
}
