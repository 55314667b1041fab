import type { Alert } from '@foyer/protocol/alert';
import type { ReferringSite } from '@foyer/protocol/referring-site';
import { findEngines } from './alert-criteria.ts';
import { compileAlert, explainAlert } from './alerts.ts';
import type { RuleSet } from './compile-rules.ts';
import type { Explainable, Outcome } from './explainable.ts';
import type { Explanation } from './explanation.ts';
import type { Moment } from './moment.ts';
import type { Verdict } from './visit.ts';

const enginesBySites = new WeakMap<readonly ReferringSite[], ReturnType<typeof findEngines>>();

/** An alert of the configuration; null: there is none with this id. */
export function explainableAlert({ source }: RuleSet, id: string): Explainable | null {
  const place = source.alerts.findIndex((one) => one.id === id);
  const alert = source.alerts[place];
  if (alert === undefined) return null;
  let enginesOf = enginesBySites.get(source.referringSites);
  if (enginesOf === undefined) {
    enginesOf = findEngines(source.referringSites);
    enginesBySites.set(source.referringSites, enginesOf);
  }
  const compiled = compileAlert(alert, source, enginesOf);
  return {
    rule: alert,
    explain: (moment) => withValues(explainAlert(moment.visit, compiled, moment, source), alert),
    outcome: (verdict, moment) => outcomeOf(alert, place, verdict, moment),
  };
}

/** The criteria with what each asks for, as conditions have it. */
function withValues(explanation: Explanation, alert: Alert): Explanation {
  const values: Record<string, readonly string[]> = {
    searchEngines: alert.searchEngines === 'anywhere' ? [] : alert.searchEngines,
    entryPages: alert.entryPages,
    keywords: alert.keywords,
    addresses: alert.addresses,
  };
  const parts = explanation.parts.map((part) => {
    const wanted = values[part.label];
    return wanted === undefined ? part : { ...part, label: `${part.label} ${wanted.join('; ')}` };
  });
  return { ...explanation, parts };
}

function outcomeOf(alert: Alert, place: number, verdict: Verdict, { visit, site }: Moment): Outcome {
  if (visit.alertId === alert.id) return { state: 'fired', note: null };
  if (!alert.enabled) return { state: 'disabled', note: null };
  if (visit.alertWaitsUntil !== null && verdict !== false)
    return { state: 'waiting', note: 'The list of alerts waits for the visitor’s DNS name, at most 2 seconds.' };
  const taker = visit.alertId === null ? -1 : site.alerts.findIndex(({ id }) => id === visit.alertId);
  const isTaken = visit.alertId !== null && taker < place;
  const note = isTaken ? describeTaker(site.alerts[taker]) : null;
  if (verdict === false) return { state: 'blocked', note };
  if (verdict === 'unknown') return { state: 'unknown', note };
  if (isTaken) return { state: 'taken', note };
  return {
    state: 'late',
    note: 'Alerts are judged once, when a visit begins: then it was not true, or not as it is now.',
  };
}

function describeTaker(taker: Alert | undefined): string {
  return taker === undefined
    ? 'An alert that was deleted since has the visit.'
    : `“${taker.name}” comes earlier in the list and has the visit.`;
}
