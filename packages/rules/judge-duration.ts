import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition } from '@foyer/protocol/condition';
import { compileNumberTest, limitsOf, type NumberOperator } from './judge-number.ts';
import type { Moment } from './moment.ts';
import type { DurationVariable } from './variable-kind.ts';
import { growsUntil, tabVisibleMsAt, visibleMsAt } from './visible-time.ts';

/** A visible time, and until when it grows by itself. */
export interface DurationFact {
  readonly ms: number;
  /** Null: it stands still. */
  readonly growsUntil: number | null;
}

/** Milliseconds in the unit that a duration is compared in. */
export function unitMs(variable: DurationVariable): number {
  return variable === 'page.seconds' ? 1000 : 60_000;
}

/** What a duration variable holds; null: the page is not open any more. */
export function findDurationFact(variable: DurationVariable, { visit, at, site }: Moment): DurationFact | null {
  const tabs = Object.values(visit.tabs);
  switch (variable) {
    case 'page.seconds': {
      const tab = tabs.find(({ pageViewId }) => pageViewId === visit.page.id);
      if (tab === undefined) return null;
      return {
        ms: tabVisibleMsAt(tab, at, site.visitTimeoutMs),
        growsUntil: growsUntil([tab], at, site.visitTimeoutMs),
      };
    }
    case 'visit.minutes':
    case 'visitor.minutes': {
      const earlier = variable === 'visitor.minutes' ? visit.visitor.earlierVisibleMs : 0;
      return {
        ms: earlier + visibleMsAt(visit, at, site.visitTimeoutMs),
        growsUntil: growsUntil(tabs, at, site.visitTimeoutMs),
      };
    }
    default:
      return assertNever(variable);
  }
}

/** Compiles the test of a duration, in ms. `=` and `!=` look at whole units: three minutes last until the fourth. */
export function compileDurationTest(
  condition: Condition,
  operator: NumberOperator,
  unit: number,
): (ms: number) => boolean {
  const test = compileNumberTest(condition, operator);
  return operator === '=' || operator === '!=' ? (ms) => test(Math.floor(ms / unit)) : (ms) => test(ms / unit);
}

/** The instant at which a growing duration changes the verdict of its test; null: it never will. */
export function nextDurationFlip(
  condition: Condition,
  test: (ms: number) => boolean,
  fact: DurationFact,
  unit: number,
  now: number,
): number | null {
  if (fact.growsUntil === null) return null;
  const present = test(fact.ms);
  // A verdict can only change where the duration reaches or passes a limit, or fills the unit after one.
  const candidates = limitsOf(condition)
    .flatMap((limit) => [Math.ceil(limit * unit), Math.floor(limit * unit) + 1, Math.ceil((limit + 1) * unit)])
    .filter((ms) => ms > fact.ms && test(ms) !== present);
  if (candidates.length === 0) return null;
  const flipsAt = now + Math.min(...candidates) - fact.ms;
  return flipsAt <= fact.growsUntil ? flipsAt : null;
}
