import { type BackTest, type BackTestInput, backTestSchema } from '@foyer/protocol/back-test';
import { queryOptions } from '@tanstack/react-query';
import { request, requestNothing } from '../../api/rest-client.ts';

/** How often is asked how far it is. */
const pollMs = 500;

/** Whether nothing more is to come. */
export function isOver({ state }: BackTest): boolean {
  return state !== 'waiting' && state !== 'running';
}

/** Starts one. Fails with `conflict` while another of the site goes on. */
export function startBackTest(siteId: string, input: BackTestInput): Promise<BackTest> {
  return request('POST', `/sites/${siteId}/back-tests`, backTestSchema, input);
}

/** One that goes on or is over; asked for again until it is over. */
export const backTestQuery = (siteId: string, id: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'backTest', id],
    queryFn: () => request('GET', `/sites/${siteId}/back-tests/${id}`, backTestSchema),
    refetchInterval: (query) => (query.state.data !== undefined && isOver(query.state.data) ? false : pollMs),
  });

export function stopBackTest(siteId: string, id: string): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/back-tests/${id}`);
}
