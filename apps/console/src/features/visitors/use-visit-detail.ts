import { type VisitDetail, visitDetailSchema } from '@foyer/protocol/visit';
import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { operatorSocket } from '../../api/connection.ts';
import { queryClient } from '../../api/query-client.ts';
import { request } from '../../api/rest-client.ts';

const detailQuery = (siteId: string, visitId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'visit', visitId],
    queryFn: () => request('GET', `/sites/${siteId}/visits/${visitId}`, visitDetailSchema),
  });

/** How many places on the screen follow a visit: only the last to go tells the server. */
const watchers = new Map<string, number>();

/** A visit's detail, as it is and as it goes on. */
export function useVisitDetail(siteId: string, visitId: string): UseQueryResult<VisitDetail> {
  useEffect(() => {
    const watch = () => operatorSocket.send({ type: 'visit.watched', siteId, visitId });
    const count = watchers.get(visitId) ?? 0;
    watchers.set(visitId, count + 1);
    if (count === 0) watch();
    const stop = operatorSocket.onFrame((frame) => {
      if (frame.type === 'welcome') watch();
      if (frame.type !== 'visit.changed' || frame.detail.visit.id !== visitId) return;
      queryClient.setQueryData(detailQuery(siteId, visitId).queryKey, frame.detail);
    });
    return () => {
      stop();
      const left = (watchers.get(visitId) ?? 1) - 1;
      if (left > 0) watchers.set(visitId, left);
      else {
        watchers.delete(visitId);
        operatorSocket.send({ type: 'visit.unwatched', siteId, visitId });
      }
    };
  }, [siteId, visitId]);
  return useQuery(detailQuery(siteId, visitId));
}
