import { type ChatSummary, chatSummarySchema } from '@foyer/protocol/chat';
import {
  type WrapUp,
  type WrapUpInput,
  type WrapUpReport,
  wrapUpLinkSchema,
  wrapUpReportSchema,
  wrapUpSchema,
} from '@foyer/protocol/wrap-up';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** A site's wrap-up settings. */
export const wrapUpQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'wrapUp'],
    queryFn: () => request('GET', `/sites/${siteId}/wrap-up`, wrapUpSchema),
  });

/** Fails with `conflict` when somebody else has changed them since `version`. */
export function changeWrapUp(siteId: string, change: WrapUpInput & { version: number }): Promise<WrapUp> {
  return request('PUT', `/sites/${siteId}/wrap-up`, wrapUpSchema, change);
}

export function chooseWrapUp({ siteId, id }: ChatSummary, optionId: string): Promise<ChatSummary> {
  return request('PUT', `/sites/${siteId}/chats/${id}/wrap-up`, chatSummarySchema, { optionId });
}

/** The address of the web link, filled for one chat; read anew now and then, since its call-back runs out. */
export const wrapUpLinkQuery = ({ siteId, id }: Pick<ChatSummary, 'siteId' | 'id'>) =>
  queryOptions({
    queryKey: ['site', siteId, 'wrapUp', 'link', id],
    queryFn: () => request('GET', `/sites/${siteId}/chats/${id}/wrap-up/link`, wrapUpLinkSchema),
    refetchInterval: 3_600_000,
  });

/** Records that the operator opened the web link. */
export function noteLinkOpened({ siteId, id }: ChatSummary): Promise<ChatSummary> {
  return request('POST', `/sites/${siteId}/chats/${id}/wrap-up/opened`, chatSummarySchema);
}

/** Chats per wrap-up, days included. */
export const wrapUpReportQuery = (siteId: string, range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['site', siteId, 'reports', 'wrapUps', range.from, range.to],
    queryFn: (): Promise<WrapUpReport> =>
      request('GET', `/sites/${siteId}/reports/wrap-ups?${new URLSearchParams(range)}`, wrapUpReportSchema),
    staleTime: 0,
  });
