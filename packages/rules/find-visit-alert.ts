import type { Alert } from '@foyer/protocol/alert';
import type { Moment } from './moment.ts';

/** The visit's alert as it stands in the configuration now; null: none, not decided yet, or deleted since. */
export function findVisitAlert({ visit, site }: Moment): Alert | null {
  return visit.alertId === null ? null : (site.alerts.find((alert) => alert.id === visit.alertId) ?? null);
}
