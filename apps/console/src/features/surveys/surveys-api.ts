import { chatSummarySchema } from '@foyer/protocol/chat';
import { type Surveys, surveysInputSchema, surveysSchema } from '@foyer/protocol/survey';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

export const surveysQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'surveys'],
    queryFn: () => request('GET', `/sites/${siteId}/surveys`, surveysSchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the surveys have been changed since they were read. */
export function changeSurveys(siteId: string, surveys: Surveys): Promise<Surveys> {
  return request('PUT', `/sites/${siteId}/surveys`, surveysSchema, surveys);
}

const byDefault: Surveys = { ...surveysInputSchema.parse({}), version: 0 };

/** What visitors are asked on a site; as by default until it is known. */
export function useSurveys(siteId: string): Surveys {
  return useQuery(surveysQuery(siteId)).data ?? byDefault;
}

/** Asks the visitor of a chat for one question of the surveys. */
export function askForField(siteId: string, chatId: string, name: string): Promise<unknown> {
  return request('POST', `/sites/${siteId}/chats/${chatId}/field-requests`, chatSummarySchema, { name });
}
