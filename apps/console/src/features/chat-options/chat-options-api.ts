import { type ChatOptions, chatOptionsInputSchema, chatOptionsSchema } from '@foyer/protocol/chat-options';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

export const chatOptionsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'chatOptions'],
    queryFn: () => request('GET', `/sites/${siteId}/chat-options`, chatOptionsSchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the options have been changed since they were read. */
export function changeChatOptions(siteId: string, options: ChatOptions): Promise<ChatOptions> {
  return request('PUT', `/sites/${siteId}/chat-options`, chatOptionsSchema, options);
}

const byDefault: ChatOptions = { ...chatOptionsInputSchema.parse({}), version: 0 };

/** How chats behave on a site; as by default until it is known. */
export function useChatOptions(siteId: string): ChatOptions {
  return useQuery(chatOptionsQuery(siteId)).data ?? byDefault;
}
