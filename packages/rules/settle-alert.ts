import { judgeAlerts, slowFactLimitMs } from './alerts.ts';
import type { RuleSet } from './compile-rules.ts';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import type { WantedInvite } from './send-invites.ts';
import { quietly, type Step } from './step.ts';
import type { Visit } from './visit.ts';

/** A visit after its alert list was looked at; the invite that the alert wants, if it has just matched. */
export interface AlertStep extends Step {
  readonly wanted: readonly WantedInvite[];
}

/** Judges the alert list on the first hit of a visit: at once, or when the slow fact it needs is there or overdue. */
export function settleAlert(visit: Visit, event: VisitEvent, rules: RuleSet, isFirstHit: boolean): AlertStep {
  const { alertWaitsUntil } = visit;
  if (!isFirstHit && alertWaitsUntil === null) return { ...quietly(visit), wanted: [] };
  const { at, staff } = event;
  const mayWait = isFirstHit || (alertWaitsUntil !== null && at < alertWaitsUntil);
  const outcome = judgeAlerts(rules.alerts, { visit, at, staff, site: rules.source }, mayWait);
  const hostNameMayCome = visit.place.hostName === undefined;
  const asks = isFirstHit && hostNameMayCome && (outcome.type === 'waiting' || rules.invitesUseHostName);
  const effects: Effect[] = asks ? [{ type: 'facts.wanted', address: visit.place.address }] : [];
  if (outcome.type === 'waiting') {
    return { visit: { ...visit, alertWaitsUntil: alertWaitsUntil ?? at + slowFactLimitMs }, effects, wanted: [] };
  }
  for (const { id, name } of outcome.shadows) effects.push({ type: 'shadow.matched', rule: 'alert', id, name });
  if (outcome.match === null) return { visit: { ...visit, alertWaitsUntil: null }, effects, wanted: [] };
  const { alert, explanation } = outcome.match;
  effects.push({ type: 'alert.matched', alertId: alert.id, alertName: alert.name, explanation });
  if (alert.actions.popup) effects.push({ type: 'popup.sent', rule: 'alert', id: alert.id, name: alert.name });
  const { invite } = alert.actions;
  return {
    visit: { ...visit, alertId: alert.id, alertWaitsUntil: null },
    effects,
    wanted: invite === null ? [] : [{ reference: invite, source: 'alert' }],
  };
}
