import type { RuleKind, VisitExplanations } from '@foyer/protocol/explanation';
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { operatorSocket } from '../../api/connection.ts';
import { queryClient } from '../../api/query-client.ts';
import { explanationsKey, explanationsQuery } from './explanations-api.ts';

/** Reads the explanations of a visit again whenever the visit or the site's rules change. */
export function useFreshExplanations(siteId: string, visitId: string): void {
  useEffect(
    () =>
      operatorSocket.onFrame((frame) => {
        const isOfVisit = frame.type === 'visit.changed' && frame.detail.visit.id === visitId;
        const isOfSite = frame.type === 'configuration.changed' && frame.siteId === siteId;
        if (isOfVisit || isOfSite) void queryClient.invalidateQueries({ queryKey: explanationsKey(siteId, visitId) });
      }),
    [siteId, visitId],
  );
}

/** What the rules of one kind say of a visit; `search` narrows them to words of their names. */
export function useExplanations(
  siteId: string,
  visitId: string,
  kind: RuleKind,
  search: string,
): UseInfiniteQueryResult<InfiniteData<VisitExplanations>> {
  return useInfiniteQuery({ ...explanationsQuery(siteId, visitId, kind, search), placeholderData: (before) => before });
}
