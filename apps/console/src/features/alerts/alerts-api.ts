import {
  type Alert,
  type AlertInput,
  alertListSchema,
  alertReachSchema,
  alertSchema,
  organisationStateSchema,
} from '@foyer/protocol/alert';
import { queryOptions } from '@tanstack/react-query';
import { request, requestNothing } from '../../api/rest-client.ts';

export const alertsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'alerts'],
    queryFn: () => request('GET', `/sites/${siteId}/alerts`, alertListSchema),
  });

/** What each alert has reached in the last 30 days. */
export const alertReachQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'alertReach'],
    queryFn: () => request('GET', `/sites/${siteId}/alerts/reach`, alertReachSchema),
  });

/** Whether the server can tell organisations. */
export const organisationStateQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'organisationState'],
    queryFn: () => request('GET', `/sites/${siteId}/alerts/organisation-state`, organisationStateSchema),
  });

export function createAlert(siteId: string, alert: AlertInput): Promise<Alert> {
  return request('POST', `/sites/${siteId}/alerts`, alertSchema, alert);
}

/** Fails with `conflict` when the alert has been changed since it was read. */
export function changeAlert(siteId: string, { id, builtIn: _builtIn, ...change }: Alert): Promise<Alert> {
  return request('PUT', `/sites/${siteId}/alerts/${id}`, alertSchema, change);
}

/** Makes a disabled copy behind the alert. */
export function copyAlert(siteId: string, { id }: Alert): Promise<Alert> {
  return request('POST', `/sites/${siteId}/alerts/${id}/copy`, alertSchema);
}

export function deleteAlert(siteId: string, { id, version }: Alert): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/alerts/${id}?version=${version}`);
}

/** Every id once, the built-in alert last. */
export function orderAlerts(siteId: string, ids: string[]): Promise<void> {
  return requestNothing('PUT', `/sites/${siteId}/alerts/order`, { ids });
}
