import { type ChatSummary, chatSummarySchema } from '@foyer/protocol/chat';
import { type ChatNotice, chatNoticeSchema } from '@foyer/protocol/chat-notice';
import { pageOf } from '@foyer/protocol/cursor';
import {
  type MissedChatReply,
  type MissedChatSettlement,
  missedChatCountsSchema,
  missedChatDetailSchema,
  missedChatSchema,
} from '@foyer/protocol/missed-chat';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AddressFields, toSearch } from '../../api/address-query.ts';
import { operatorSocket } from '../../api/connection.ts';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request } from '../../api/rest-client.ts';

const missedPage = pageOf(missedChatSchema);
/** A mail that is under way is asked after. */
const mailEveryMs = 2000;
/** What a lost word from the server left open is found again. */
const listEveryMs = 30_000;

const keyOf = (siteId: string) => ['site', siteId, 'missed'] as const;

/** Missed chats of a site, page by page, as an address asks for them. */
export const missedChatsQuery = (siteId: string, asked: AddressFields) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(siteId), 'list', asked],
    queryFn: ({ pageParam, signal }) => {
      const query = toSearch({ ...asked, cursor: pageParam });
      return request('GET', `/sites/${siteId}/missed-chats${query}`, missedPage, undefined, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: listEveryMs,
  });

/** How many wait for an answer. */
export const missedCountQuery = (siteId: string) =>
  queryOptions({
    queryKey: [...keyOf(siteId), 'counts'],
    queryFn: () => request('GET', `/sites/${siteId}/missed-chats/counts`, missedChatCountsSchema),
    refetchInterval: listEveryMs,
  });

/** One missed chat, with its visitor and the state of the mail to them. */
export const missedChatQuery = (siteId: string, chatId: string) =>
  queryOptions({
    queryKey: [...keyOf(siteId), 'detail', chatId],
    queryFn: () => request('GET', `/sites/${siteId}/missed-chats/${chatId}`, missedChatDetailSchema),
    refetchInterval: ({ state: { data } }) =>
      data?.mail?.state === 'waiting' || data?.mail?.state === 'sending' ? mailEveryMs : false,
    retry: false,
  });

/** Who could have taken a chat, and who was told. */
export const chatNoticesQuery = (siteId: string, chatId: string) =>
  queryOptions<ChatNotice[]>({
    queryKey: ['site', siteId, 'notices', chatId],
    queryFn: () => request('GET', `/sites/${siteId}/chats/${chatId}/notices`, itemsOf(chatNoticeSchema)),
  });

/** Reads again what is shown of a site's missed chats. */
export function readMissedAgain(siteId: string, chatId: string): void {
  void queryClient.invalidateQueries({ queryKey: keyOf(siteId) });
  void queryClient.invalidateQueries({ queryKey: ['site', siteId, 'entries', chatId] });
}

async function act(siteId: string, chatId: string, answer: Promise<ChatSummary>): Promise<ChatSummary> {
  try {
    return await answer;
  } finally {
    // After a conflict, too: somebody else has it.
    readMissedAgain(siteId, chatId);
  }
}

const at = (siteId: string, chatId: string, what: string) => `/sites/${siteId}/missed-chats/${chatId}/${what}`;

/** Answers it from now on; fails with `conflict` when somebody else does. */
export function claimMissed(siteId: string, chatId: string, takeOver: boolean): Promise<ChatSummary> {
  return act(siteId, chatId, request('POST', at(siteId, chatId, 'claim'), chatSummarySchema, { takeOver }));
}

/** Leaves it to others. */
export function releaseMissed(siteId: string, chatId: string): Promise<ChatSummary> {
  return act(siteId, chatId, request('DELETE', at(siteId, chatId, 'claim'), chatSummarySchema));
}

/** Answers it by e-mail. */
export function replyToMissed(siteId: string, chatId: string, reply: MissedChatReply): Promise<ChatSummary> {
  return act(siteId, chatId, request('POST', at(siteId, chatId, 'reply'), chatSummarySchema, reply));
}

/** Is done with it without a mail. */
export function settleMissed(siteId: string, chatId: string, settlement: MissedChatSettlement): Promise<ChatSummary> {
  return act(siteId, chatId, request('POST', at(siteId, chatId, 'settle'), chatSummarySchema, settlement));
}

/** Puts it back among those to answer. */
export function reopenMissed(siteId: string, chatId: string): Promise<ChatSummary> {
  return act(siteId, chatId, request('POST', at(siteId, chatId, 'reopen'), chatSummarySchema));
}

/** Reads lists again as the server tells of changes; returns the way to stop. */
export function followMissed(): () => void {
  return operatorSocket.onFrame((frame) => {
    if (frame.type === 'missed.changed') readMissedAgain(frame.chat.siteId, frame.chat.id);
  });
}
