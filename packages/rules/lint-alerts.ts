import type { Alert } from '@foyer/protocol/alert';
import { type Expression, termsOf } from '@foyer/protocol/condition';
import { foldText } from './fold-text.ts';
import { implies, isAlways } from './lint-expression.ts';
import { coversAddresses, coversPages } from './lint-patterns.ts';
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
export function findUnreachableAlerts(alerts: readonly Alert[], keepsFragments = false): UnreachableAlert[] {
  const found: UnreachableAlert[] = [];
  const live: Alert[] = [];
  for (const alert of alerts) {
    if (!alert.enabled) continue;
    const blocker =
      live.find((earlier) => isCatchAll(earlier)) ?? live.find((earlier) => takesAllOf(earlier, alert, keepsFragments));
    if (blocker !== undefined) {
      const reason = isCatchAll(blocker) ? 'catchAll' : 'sameCriteria';
      found.push({ alertId: alert.id, reason, blockedById: blocker.id, blockedByName: blocker.name });
    }
    if (!alert.shadow) live.push(alert);
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
    (alert.conditions === null || isAlways(alert.conditions))
  );
}

function isAnyPage(patterns: readonly string[]): boolean {
  const entries = listEntries(patterns);
  return entries.length === 0 || entries.some((entry) => /^\/?(\*+|\*\.\*)$/.test(entry));
}

/** Whether every visit that meets one alert meets the earlier one, criterion by criterion. */
function takesAllOf(earlier: Alert, alert: Alert, keepsFragments: boolean): boolean {
  return (
    takesEngines(earlier, alert) &&
    (!earlier.ownOrganisation || alert.ownOrganisation) &&
    (isAnyPage(earlier.entryPages) ||
      takesEntries(earlier.entryPages, alert.entryPages, (outer, inner) =>
        coversPages(outer, inner, keepsFragments),
      )) &&
    (listEntries(earlier.keywords).length === 0 || takesEntries(earlier.keywords, alert.keywords, coversWords)) &&
    (listEntries(earlier.addresses).length === 0 ||
      takesEntries(earlier.addresses, alert.addresses, coversAddresses)) &&
    takesConditions(earlier.conditions, alert.conditions)
  );
}

function takesEngines({ searchEngines: earlier }: Alert, { searchEngines }: Alert): boolean {
  if (earlier === 'anywhere') return true;
  if (searchEngines === 'anywhere') return false;
  const names = new Set(earlier.map(foldText));
  return searchEngines.every((name) => names.has(foldText(name)));
}

/** Every entry of one list, which is not empty, is covered by some entry of the other. */
function takesEntries(
  outer: readonly string[],
  inner: readonly string[],
  covers: (outer: string, inner: string) => boolean,
) {
  const entries = listEntries(inner);
  return entries.length > 0 && entries.every((entry) => listEntries(outer).some((one) => covers(one, entry)));
}

/** What has all words of one entry has all of another, if these are among them. */
function coversWords(outer: string, inner: string): boolean {
  const words = new Set(foldText(inner).split(/\s+/));
  return foldText(outer)
    .split(/\s+/)
    .every((word) => words.has(word));
}

function takesConditions(earlier: Expression | null, conditions: Expression | null): boolean {
  if (earlier === null || isAlways(earlier)) return true;
  if (conditions === null) return false;
  if (JSON.stringify(earlier) === JSON.stringify(conditions) || implies(conditions, earlier)) return true;
  // The same members, and more of them.
  if (!('all' in earlier) || !('all' in conditions)) return false;
  const members = new Set(termsOf(conditions).map((term) => JSON.stringify(term)));
  return termsOf(earlier).every((term) => members.has(JSON.stringify(term)));
}
