import { dashboardNowSchema, dashboardTodaySchema } from '@foyer/protocol/dashboard';
import { type ReportId, reportSchema } from '@foyer/protocol/report';
import { queryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import { operatorSocket } from '../../api/connection.ts';
import { queryClient } from '../../api/query-client.ts';
import { request } from '../../api/rest-client.ts';
import type { DayRange } from '../../ui/day-range.ts';

const nowEveryMs = 10_000;
const todayEveryMs = 60_000;
/** What the last 30 days were changes slowly. */
const daysEveryMs = 5 * 60_000;
/** After a word from the server it is asked for anew, at most so often. */
const askAfterMs = 1000;
/** Frames that say that something of what goes on now is different. */
const told: readonly string[] = ['chat.changed', 'missed.changed', 'colleagues.changed'];

/** What goes on at a site now. */
export const nowQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'dashboard', 'now'],
    queryFn: ({ signal }) => request('GET', `/sites/${siteId}/reports/now`, dashboardNowSchema, undefined, signal),
    refetchInterval: nowEveryMs,
  });

/** Today and this month, beside what was before. */
export const todayQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'dashboard', 'today'],
    queryFn: ({ signal }) => request('GET', `/sites/${siteId}/reports/today`, dashboardTodaySchema, undefined, signal),
    refetchInterval: todayEveryMs,
  });

/** The first rows of a report over some days. */
export const topQuery = (siteId: string, id: ReportId, { from, to }: DayRange, limit: number) =>
  queryOptions({
    queryKey: ['site', siteId, 'dashboard', 'top', id, from, to],
    queryFn: ({ signal }) =>
      request(
        'GET',
        `/sites/${siteId}/reports/${id}?${new URLSearchParams({ from, to, limit: String(limit) })}`,
        reportSchema,
        undefined,
        signal,
      ),
    staleTime: daysEveryMs,
    refetchInterval: daysEveryMs,
  });

/** Asks for what goes on now as soon as the server says that something has changed. */
export function useFollowNow(siteId: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      timer = undefined;
      void queryClient.invalidateQueries({ queryKey: nowQuery(siteId).queryKey });
    };
    const stop = operatorSocket.onFrame(({ type }) => {
      if (told.includes(type)) timer ??= setTimeout(ask, askAfterMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [siteId]);
}
