import type { Alert } from '@foyer/protocol/alert';
import type { Moment } from './moment.ts';

const alertsById = new WeakMap<readonly Alert[], ReadonlyMap<string, Alert>>();

/** The visit's alert as it stands in the configuration now; null: none, not decided yet, or deleted since. */
export function findVisitAlert({ visit, site }: Moment): Alert | null {
  if (visit.alertId === null) return null;
  let byId = alertsById.get(site.alerts);
  if (byId === undefined) {
    byId = new Map(site.alerts.map((alert) => [alert.id, alert]));
    alertsById.set(site.alerts, byId);
  }
  return byId.get(visit.alertId) ?? null;
}
