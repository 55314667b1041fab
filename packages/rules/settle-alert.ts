import type { Alert } from '@foyer/protocol/alert';
import { judgeAlerts, slowFactLimitMs } from './alerts.ts';
import type { RuleSet } from './compile-rules.ts';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import { findEntryCost } from './find-entry-cost.ts';
import type { Moment } from './moment.ts';
import { queueWebhook } from './queue-webhook.ts';
import type { WantedInvite } from './send-invites.ts';
import { quietly, type Step } from './step.ts';
import type { Visit } from './visit.ts';

/** A visit after rules were looked at; the invites that those which have just come true want, in order. */
export interface RuleStep extends Step {
  readonly wanted: readonly WantedInvite[];
}

/** Judges the alert list on the first hit of a visit: at once, or when the slow fact it needs is there or overdue. */
export function settleAlert(visit: Visit, event: VisitEvent, rules: RuleSet, isFirstHit: boolean): RuleStep {
  const { alertWaitsUntil } = visit;
  if (!isFirstHit && alertWaitsUntil === null) return { ...quietly(visit), wanted: [] };
  const { at, staff } = event;
  const mayWait = isFirstHit || (alertWaitsUntil !== null && at < alertWaitsUntil);
  const moment: Moment = { visit, at, staff, site: rules.source };
  const outcome = judgeAlerts(rules.alerts.candidates(moment), moment, mayWait);
  const hostNameMayCome = visit.place.hostName === undefined;
  const asks = isFirstHit && hostNameMayCome && (outcome.type === 'waiting' || rules.usesHostName);
  const effects: Effect[] = asks ? [{ type: 'facts.wanted', address: visit.place.address }] : [];
  if (outcome.type === 'waiting') {
    return { visit: { ...visit, alertWaitsUntil: alertWaitsUntil ?? at + slowFactLimitMs }, effects, wanted: [] };
  }
  for (const { alert, explanation } of outcome.shadows) {
    const { id, name, version } = alert;
    const occurrence = `shadow alert ${id} ${visit.id}`;
    effects.push({ type: 'shadow.matched', rule: 'alert', id, name, version, occurrence, explanation });
  }
  if (outcome.match === null) return { visit: { ...visit, alertWaitsUntil: null }, effects, wanted: [] };
  const { alert, explanation } = outcome.match;
  const cost = findEntryCost(alert, visit.entryPage, rules.source.currency);
  effects.push({
    type: 'alert.matched',
    alertId: alert.id,
    alertName: alert.name,
    alertVersion: alert.version,
    explanation,
    paid: alert.paid === null ? null : { cost: cost ?? 0, entriesPerDay: alert.paid.clickFraud?.entriesPerDay ?? null },
  });
  effects.push(...tellOf(alert, visit, rules));
  const { invite } = alert.actions;
  return {
    visit: { ...visit, alertId: alert.id, alertWaitsUntil: null },
    effects,
    wanted: invite === null ? [] : [{ reference: invite, source: 'alert' }],
  };
}

/** Who is told that an alert matched: operators, staff by mail, the visitor (once, since a visit has one alert), other programs. */
function tellOf({ id, name, actions }: Alert, visit: Visit, { source }: RuleSet): Effect[] {
  const rule = { kind: 'alert', id, name } as const;
  const effects: Effect[] = [];
  if (actions.popup) effects.push({ type: 'popup.sent', rule });
  const { email } = visit.visitor;
  if (actions.emailVisitor && source.notifications.emailVisitors && email !== null)
    effects.push({ type: 'email.queued', to: email, template: 'visitor', rule });
  for (const to of actions.emailStaff) effects.push({ type: 'email.queued', to, template: 'staff', rule });
  if (actions.webhook) effects.push(...queueWebhook('alert.matched', rule, source));
  return effects;
}
