import { type ChatSummary, chatSummarySchema } from '@foyer/protocol/chat';
import {
  type Tag,
  type TagInput,
  type TagList,
  type TagSettings,
  tagListSchema,
  tagSchema,
  tagSettingsSchema,
} from '@foyer/protocol/tag';
import { queryOptions } from '@tanstack/react-query';
import { request, requestNothing } from '../../api/rest-client.ts';

/** A site's tags by name, archived ones too. */
export const tagsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'tags'],
    queryFn: (): Promise<TagList> => request('GET', `/sites/${siteId}/tags`, tagListSchema),
  });

export function createTag(siteId: string, tag: TagInput): Promise<Tag> {
  return request('POST', `/sites/${siteId}/tags`, tagSchema, tag);
}

/** Fails with `conflict` when the tag has been changed since it was read. */
export function changeTag(siteId: string, id: string, change: TagInput & { version: number }): Promise<Tag> {
  return request('PUT', `/sites/${siteId}/tags/${id}`, tagSchema, change);
}

export function deleteTag(siteId: string, { id, version }: Tag): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/tags/${id}?version=${version}`);
}

export function changeTagSettings(siteId: string, settings: TagSettings): Promise<TagSettings> {
  return request('PUT', `/sites/${siteId}/tags/settings`, tagSettingsSchema, settings);
}

const below = ({ siteId, id }: ChatSummary) => `/sites/${siteId}/chats/${id}/tags`;

export function tagChat(chat: ChatSummary, tagId: string, value: string | null): Promise<ChatSummary> {
  return request('PUT', `${below(chat)}/${tagId}`, chatSummarySchema, { value });
}

/** By name; makes the tag if there is none, where one may. */
export function tagChatByName(chat: ChatSummary, name: string): Promise<ChatSummary> {
  return request('POST', below(chat), chatSummarySchema, { name });
}

export function untagChat(chat: ChatSummary, tagId: string): Promise<ChatSummary> {
  return request('DELETE', `${below(chat)}/${tagId}`, chatSummarySchema);
}
