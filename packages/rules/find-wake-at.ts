import type { RuleSet } from './compile-rules.ts';
import { nextAutoSendAt } from './find-auto-sends.ts';
import { nextProspectAt } from './fire-prospects.ts';
import type { Moment } from './moment.ts';
import type { Visit } from './visit.ts';
import { disconnectedSince, expiresAt, hasOpened, leftAfterMs, tabGoneAt } from './visit-state.ts';

/** The next instant at which time alone could change something about the visit; null: none. */
export function findWakeAt(moment: Moment, rules: RuleSet): number | null {
  const { visit, at, site } = moment;
  const instants = [
    // The time-out itself still belongs to the visit.
    expiresAt(visit, site.visitTimeoutMs) + 1,
    ...(hasOpened(visit)
      ? [
          ...stateChanges(visit, at, site.idleMs),
          visit.alertWaitsUntil,
          nextAutoSendAt(rules, moment),
          nextProspectAt(rules, moment),
        ]
      : []),
  ];
  const next = Math.min(...instants.filter((instant) => instant !== null && instant > at).map(Number));
  return Number.isFinite(next) ? next : null;
}

function stateChanges(visit: Visit, at: number, idleMs: number): number[] {
  const since = disconnectedSince(visit, at);
  return since === null
    ? [visit.lastActivityAt + idleMs, ...Object.values(visit.tabs).map(tabGoneAt)]
    : [since + leftAfterMs, visit.lastActivityAt + idleMs];
}
