import type { Alert } from '@foyer/protocol/alert';
import { type Expression, type Term, termsOf } from '@foyer/protocol/condition';
import { foldText } from './fold-text.ts';
import { listEntries } from './pattern-list.ts';

/** An enabled alert that no visit can reach, and the earlier one that stands before it (S-014). */
export interface UnreachableAlert {
  readonly alertId: string;
  /** `catchAll`: the earlier one matches every visit. `sameCriteria`: it matches all that this one would. */
  readonly reason: 'catchAll' | 'sameCriteria';
  readonly blockedById: string;
  readonly blockedByName: string;
}

/** Finds alerts that can never be a visit's alert, in a list in its order. Disabled and shadow alerts block nothing. */
export function findUnreachableAlerts(alerts: readonly Alert[]): UnreachableAlert[] {
  const found: UnreachableAlert[] = [];
  const earlier = new Map<string, Alert>();
  let catchAll: Alert | null = null;
  for (const alert of alerts) {
    if (!alert.enabled) continue;
    const criteria = criteriaOf(alert);
    const blocker = catchAll ?? earlier.get(criteria);
    if (blocker !== undefined) {
      const reason = blocker === catchAll ? 'catchAll' : 'sameCriteria';
      found.push({ alertId: alert.id, reason, blockedById: blocker.id, blockedByName: blocker.name });
    }
    if (alert.shadow) continue;
    if (isCatchAll(alert)) catchAll ??= alert;
    if (!earlier.has(criteria)) earlier.set(criteria, alert);
  }
  return found;
}

function isCatchAll(alert: Alert): boolean {
  return (
    alert.searchEngines === 'anywhere' &&
    !alert.ownOrganisation &&
    isAnyPage(alert.entryPages) &&
    listEntries(alert.keywords).length === 0 &&
    listEntries(alert.addresses).length === 0 &&
    (alert.conditions === null || isAlwaysTrue(alert.conditions))
  );
}

function isAnyPage(patterns: readonly string[]): boolean {
  const entries = listEntries(patterns);
  return entries.length === 0 || entries.some((entry) => /^\/?(\*+|\*\.\*)$/.test(entry));
}

function isAlwaysTrue(term: Term): boolean {
  if ('variable' in term) return false;
  const terms = termsOf(term);
  return terms.length === 0 || ('all' in term ? terms.every(isAlwaysTrue) : 'any' in term && terms.some(isAlwaysTrue));
}

/** What an alert asks for, the same for two alerts that differ in order or case of their lists only. */
function criteriaOf(alert: Alert): string {
  const list = (entries: readonly string[]) => [...new Set(listEntries(entries).map(foldText))].sort();
  return JSON.stringify([
    alert.searchEngines === 'anywhere' ? null : list(alert.searchEngines),
    alert.ownOrganisation,
    isAnyPage(alert.entryPages) ? [] : list(alert.entryPages),
    list(alert.keywords),
    list(alert.addresses),
    alert.conditions === null || isAlwaysTrue(alert.conditions) ? null : keyOf(alert.conditions),
  ]);
}

function keyOf(expression: Expression): string {
  return JSON.stringify(expression);
}
