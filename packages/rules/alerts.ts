import type { Alert } from '@foyer/protocol/alert';
import { eachOf, type Ways, waysByAddresses, waysByKeywords, waysByPages, waysTo } from './access.ts';
import { type Criterion, compileCriteria } from './alert-criteria.ts';
import { type EntryFacts, readEntryFacts } from './entry-facts.ts';
import type { Explanation } from './explanation.ts';
import { foldText } from './fold-text.ts';
import type { Moment } from './moment.ts';
import type { RuleSetSource } from './rule-set.ts';
import { explainGroup } from './three-valued.ts';
import type { StaffFacts, Visit } from './visit.ts';

/** A rule that needs a slow fact waits for it at most so long from the visit's first hit (rules.md section 5). */
export const slowFactLimitMs = 2_000;

/** Ways by which a visit can come to match an alert. */
export function waysToAlert({ searchEngines, entryPages, keywords, addresses, conditions }: Alert): Ways {
  return eachOf([
    searchEngines === 'anywhere' ? null : { by: 'engine', names: searchEngines.map(foldText) },
    waysByPages('page.entry', entryPages),
    waysByKeywords(keywords),
    waysByAddresses(addresses),
    waysTo(conditions),
  ]);
}

/** An alert, ready to judge. */
export interface CompiledAlert {
  readonly alert: Alert;
  readonly criteria: readonly Criterion[];
}

/** What the list of alerts comes to. */
export type AlertOutcome =
  /** A rule needs the host name before anything after it can be said. */
  | { readonly type: 'waiting' }
  | {
      readonly type: 'settled';
      readonly match: { readonly alert: Alert; readonly explanation: Explanation } | null;
      /** Shadow alerts that would have matched, had they been live. */
      readonly shadows: readonly { readonly alert: Alert; readonly explanation: Explanation }[];
    };

/** Compiles one alert of a site. */
export function compileAlert(
  alert: Alert,
  site: RuleSetSource,
  enginesOf: (referrerHost: string) => readonly string[],
): CompiledAlert {
  return { alert, criteria: compileCriteria(alert, site, enginesOf) };
}

/** The first match of some enabled alerts, in their order. `mayWait`: the host name may still come. */
export function judgeAlerts(alerts: readonly CompiledAlert[], moment: Moment, mayWait: boolean): AlertOutcome {
  const entry = readEntryFacts(moment);
  const shadows: { alert: Alert; explanation: Explanation }[] = [];
  for (const { alert, criteria } of alerts) {
    const verdict = judge(criteria, entry, mayWait);
    if (verdict === 'waiting') return { type: 'waiting' };
    if (verdict === false) continue;
    if (alert.shadow) shadows.push({ alert, explanation: explain(criteria, entry) });
    else return { type: 'settled', match: { alert, explanation: explain(criteria, entry) }, shadows };
  }
  return { type: 'settled', match: null, shadows };
}

/** Why an alert matches a visit or not, by the facts known at `at` (B-301). Only criteria that are set have a part. */
export function explainAlert(
  visit: Visit,
  alert: CompiledAlert,
  circumstances: { readonly at: number; readonly staff: StaffFacts },
  site: RuleSetSource,
): Explanation {
  const { at, staff } = circumstances;
  return explain(alert.criteria, readEntryFacts({ visit, at, staff, site }));
}

function judge(criteria: readonly Criterion[], entry: EntryFacts, mayWait: boolean): boolean | 'waiting' {
  let waits = false;
  let holds = true;
  for (const criterion of criteria) {
    const verdict = criterion.judge(entry);
    if (verdict === false) return false;
    if (verdict === true) continue;
    holds = false;
    if (criterion.usesHostName) waits = true;
    // Unknown for good: whatever the host name turns out to be, the alert will not match.
    else return false;
  }
  const canComeYet = mayWait && entry.moment.visit.place.hostName === undefined;
  return holds || (waits && canComeYet ? 'waiting' : false);
}

function explain(criteria: readonly Criterion[], entry: EntryFacts): Explanation {
  return explainGroup(
    'all',
    criteria.map((criterion) => criterion.explain(entry)),
  );
}
