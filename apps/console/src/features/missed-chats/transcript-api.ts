import { type ChatSummary, chatSummarySchema } from '@foyer/protocol/chat';
import { type TranscriptRequest, transcriptRecipientsSchema } from '@foyer/protocol/transcript';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** To whom a chat's transcript can be sent. */
export const transcriptRecipientsQuery = (siteId: string, chatId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'transcript', chatId],
    queryFn: () => request('GET', `/sites/${siteId}/chats/${chatId}/transcript/recipients`, transcriptRecipientsSchema),
  });

/** Sends it. */
export function sendTranscript(siteId: string, chatId: string, to: TranscriptRequest): Promise<ChatSummary> {
  return request('POST', `/sites/${siteId}/chats/${chatId}/transcript`, chatSummarySchema, to);
}
