import { type Alert, type AlertInput, alertSchema } from '@foyer/protocol/alert';
import { referringSitesSchema } from '@foyer/protocol/referring-site';
import { queryOptions } from '@tanstack/react-query';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

/** A site's alerts in order, and why some of them can never match. */
export interface AlertList {
  items: Alert[];
  /** Reason by alert id. */
  unreachable: Readonly<Record<string, string>>;
}

const alertItems = itemsOf(alertSchema);
const alertList = {
  parse: (value: unknown): AlertList => ({ items: alertItems.parse(value), unreachable: readUnreachable(value) }),
};

function readUnreachable(value: unknown): Record<string, string> {
  const list = typeof value === 'object' && value !== null && 'unreachable' in value ? value.unreachable : [];
  const pairs = (Array.isArray(list) ? list : []) as { id?: unknown; reason?: unknown }[];
  return Object.fromEntries(pairs.map(({ id, reason }) => [String(id), String(reason)]));
}

export const alertsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'alerts'],
    queryFn: () => request('GET', `/sites/${siteId}/alerts`, alertList),
  });

export const referringSitesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'referringSites'],
    queryFn: () => request('GET', `/sites/${siteId}/referring-sites`, referringSitesSchema),
  });

export function createAlert(siteId: string, alert: AlertInput): Promise<Alert> {
  return request('POST', `/sites/${siteId}/alerts`, alertSchema, alert);
}

/** Fails with `conflict` when the alert has been changed since it was read. */
export function changeAlert(siteId: string, { id, builtIn: _builtIn, ...change }: Alert): Promise<Alert> {
  return request('PUT', `/sites/${siteId}/alerts/${id}`, alertSchema, change);
}

export function deleteAlert(siteId: string, { id, version }: Alert): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/alerts/${id}?version=${version}`);
}

/** Every id once, the built-in alert last. */
export function orderAlerts(siteId: string, ids: string[]): Promise<void> {
  return requestNothing('PUT', `/sites/${siteId}/alerts/order`, { ids });
}
