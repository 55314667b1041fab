import { chatEntrySchema } from '@foyer/protocol/chat';
import { type VisitorNote, visitorNoteSchema } from '@foyer/protocol/note';
import { queryOptions } from '@tanstack/react-query';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

const pathOf = (siteId: string, visitorId: string) =>
  `/sites/${siteId}/visitors/${encodeURIComponent(visitorId)}/notes`;

/** What was noted of a visitor. Others may be noting just now: it is read whenever it is shown. */
export const visitorNotesQuery = (siteId: string, visitorId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'visitorNotes', visitorId],
    queryFn: () => request('GET', pathOf(siteId, visitorId), itemsOf(visitorNoteSchema)),
    staleTime: 0,
  });

export function addVisitorNote(siteId: string, visitorId: string, body: string): Promise<VisitorNote> {
  return request('POST', pathOf(siteId, visitorId), visitorNoteSchema, { body });
}

/** Fails with `conflict` when it has been changed since it was read. */
export function changeVisitorNote(
  siteId: string,
  visitorId: string,
  { id, body, version }: Pick<VisitorNote, 'id' | 'body' | 'version'>,
): Promise<VisitorNote> {
  return request('PUT', `${pathOf(siteId, visitorId)}/${id}`, visitorNoteSchema, { body, version });
}

export function deleteVisitorNote(
  siteId: string,
  visitorId: string,
  { id, version }: Pick<VisitorNote, 'id' | 'version'>,
): Promise<void> {
  return requestNothing('DELETE', `${pathOf(siteId, visitorId)}/${id}?version=${version}`);
}

/** Notes something on a chat. A repeat of `cid` is noted once. */
export async function addChatNote(siteId: string, chatId: string, note: { cid: string; body: string }): Promise<void> {
  await request('POST', `/sites/${siteId}/chats/${chatId}/notes`, chatEntrySchema, note);
}
