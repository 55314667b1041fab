import { type AutoAway, autoAwaySchema, type WorkPeriods, workPeriodsSchema } from '@foyer/protocol/work-periods';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** Work periods of a user; null: one's own. */
export const workPeriodsQuery = (userId: string | null) =>
  queryOptions({
    queryKey: ['workPeriods', userId],
    queryFn: () => request('GET', `${userId === null ? '/me' : `/users/${userId}`}/work-periods`, workPeriodsSchema),
  });

/** Fails with `conflict` when the periods have been changed since they were read. */
export function changeWorkPeriods(userId: string, periods: WorkPeriods): Promise<WorkPeriods> {
  return request('PUT', `/users/${userId}/work-periods`, workPeriodsSchema, periods);
}

export const autoAwayQuery = queryOptions({
  queryKey: ['autoAway'],
  queryFn: () => request('GET', '/me/auto-away', autoAwaySchema),
});

export function changeAutoAway(autoAway: AutoAway): Promise<AutoAway> {
  return request('PUT', '/me/auto-away', autoAwaySchema, autoAway);
}
