import { type Condition, type Expression, type Term, termsOf } from '@foyer/protocol/condition';
import { compileAddressPattern, readClientAddress } from './address-pattern.ts';
import type { Explanation } from './explanation.ts';
import { findListFact } from './find-list-fact.ts';
import { findNumberFact } from './find-number-fact.ts';
import { findTextFact } from './find-text-fact.ts';
import { findYesNoFact } from './find-yes-no-fact.ts';
import { type ClockTest, compileDateTest, compileHourTest, compileWeekdayTest } from './judge-date.ts';
import { compileDurationTest, findDurationFact, nextDurationFlip, unitMs } from './judge-duration.ts';
import { compileListTest } from './judge-list.ts';
import { compileNumberTest } from './judge-number.ts';
import { compilePagesTest, findPagesFact } from './judge-page.ts';
import { compileTextTest, positiveTextOperator } from './judge-text.ts';
import type { Moment } from './moment.ts';
import { isOperatorOf } from './operator-kind.ts';
import type { SiteReading } from './rule-set.ts';
import { localTime } from './site-time.ts';
import { explainGroup, judgeGroup, not } from './three-valued.ts';
import { isDurationVariable, isOfType, isPageVariable } from './variable-kind.ts';
import type { Verdict } from './visit.ts';

/** An expression of rules.md section 8, ready to judge. */
export interface CompiledExpression {
  /** Whether time alone can change its verdict. */
  readonly isTimed: boolean;
  /** Whether it looks at the visitor's host name, which comes late. */
  readonly usesHostName: boolean;
  readonly variables: ReadonlySet<Condition['variable']>;
  /** The verdict alone: stops at the first part that settles it. */
  judge(moment: Moment): Verdict;
  explain(moment: Moment): Explanation;
}

/** What a condition found: the fact as text (null: none) and its verdict. */
interface Finding {
  readonly fact: string | null;
  readonly verdict: Verdict;
  readonly flipsAt?: number | null;
}
type Finder = (moment: Moment) => Finding;

const unknown: Finding = { fact: null, verdict: 'unknown' };

/** Compiles for one site: by its clock, and its way to tell pages apart. */
export function compileExpression(expression: Expression, site: SiteReading): CompiledExpression {
  const label = 'all' in expression ? 'all' : 'any' in expression ? 'any' : 'none';
  const parts = termsOf(expression).map((term) => compileTerm(term, site));
  return {
    isTimed: parts.some((part) => part.isTimed),
    usesHostName: parts.some((part) => part.usesHostName),
    variables: new Set(parts.flatMap((part) => [...part.variables])),
    judge: (moment) => judgeGroup(label, parts, moment),
    explain: (moment) =>
      explainGroup(
        label,
        parts.map((part) => part.explain(moment)),
      ),
  };
}

function compileTerm(term: Term, site: SiteReading): CompiledExpression {
  if (!('variable' in term)) return compileExpression(term, site);
  const label = labelOf(term);
  const find = compileCondition(term, site);
  return {
    isTimed: isTimed(term),
    usesHostName: term.variable === 'place.hostName',
    variables: new Set([term.variable]),
    judge: (moment) => find(moment).verdict,
    explain: (moment) => {
      const { fact, verdict, flipsAt = null } = find(moment);
      return { label, verdict, fact: fact ?? 'unknown', flipsAt, parts: [] };
    },
  };
}

function isTimed({ variable, operator }: Condition): boolean {
  if (operator === 'isSet' || operator === 'isNotSet') return false;
  if (variable === 'time.hour' || variable === 'time.weekday' || variable === 'time.date') return true;
  return isOfType(variable, 'number') && isDurationVariable(variable);
}

function compileCondition(condition: Condition, { timeZone, keepsFragments }: SiteReading): Finder {
  const { variable } = condition;
  if (isOfType(variable, 'text')) return compileText(condition, keepsFragments);
  if (isOfType(variable, 'number')) return compileNumber(condition, timeZone);
  if (isOfType(variable, 'yesNo')) {
    return (moment) => {
      const fact = findYesNoFact(variable, condition.name, moment);
      if (fact === null) return unknown;
      return { fact: fact ? 'yes' : 'no', verdict: fact === (condition.operator === 'isTrue') };
    };
  }
  if (isOfType(variable, 'date')) return compileClock(condition, timeZone);
  if (isOfType(variable, 'address')) return compileAddress(condition);
  return compileList(condition);
}

function compileText(condition: Condition, keepsFragments: boolean): Finder {
  const { variable, name, operator } = condition;
  if (!isOfType(variable, 'text') || !isOperatorOf('text', operator)) return () => unknown;
  if (isPageVariable(variable)) {
    if (operator === 'isSet' || operator === 'isNotSet') return (moment) => isSet(operator, moment.visit.page.url);
    const positive = positiveTextOperator(operator);
    const test = compilePagesTest(condition, positive.operator, keepsFragments);
    return (moment) => {
      const fact = findPagesFact(variable, moment);
      const verdict = test(fact);
      return { fact: fact.urls.join(' '), verdict: positive.negated ? not(verdict) : verdict };
    };
  }
  if (operator === 'isSet' || operator === 'isNotSet')
    return (moment) => isSet(operator, findTextFact(variable, name, moment));
  const positive = positiveTextOperator(operator);
  const test = compileTextTest(condition, positive.operator);
  return (moment) => {
    const fact = findTextFact(variable, name, moment);
    if (fact === null) return unknown;
    const verdict = test(fact);
    return { fact, verdict: positive.negated ? not(verdict) : verdict };
  };
}

function compileNumber(condition: Condition, timeZone: string): Finder {
  const { variable, operator } = condition;
  if (!isOfType(variable, 'number') || !isOperatorOf('number', operator)) return () => unknown;
  if (variable === 'time.hour') {
    if (operator === 'isSet' || operator === 'isNotSet') return () => isSet(operator, 'the hour');
    const clock = compileHourTest(compileNumberTest(condition, operator), timeZone);
    return ({ at }) => onClock(clock, at, String(localTime(at, timeZone).hour));
  }
  if (isDurationVariable(variable)) {
    const unit = unitMs(variable);
    const textOf = (ms: number) => String(Math.floor((ms / unit) * 100) / 100);
    if (operator === 'isSet' || operator === 'isNotSet') {
      return (moment) => {
        const fact = findDurationFact(variable, moment);
        return isSet(operator, fact && textOf(fact.ms));
      };
    }
    const test = compileDurationTest(condition, operator, unit);
    return (moment) => {
      const fact = findDurationFact(variable, moment);
      if (fact === null) return unknown;
      const flipsAt = nextDurationFlip(condition, test, fact, unit, moment.at);
      return { fact: textOf(fact.ms), verdict: test(fact.ms), flipsAt };
    };
  }
  const textOf = (fact: number | null) => (fact === null ? null : String(fact));
  if (operator === 'isSet' || operator === 'isNotSet') {
    return (moment) => isSet(operator, textOf(findNumberFact(variable, condition.name, moment)));
  }
  const test = compileNumberTest(condition, operator);
  return (moment) => {
    const fact = findNumberFact(variable, condition.name, moment);
    return fact === null ? unknown : { fact: String(fact), verdict: test(fact) };
  };
}

function compileClock(condition: Condition, timeZone: string): Finder {
  const { variable, operator } = condition;
  if (variable === 'time.weekday') {
    const clock = compileWeekdayTest(condition, timeZone);
    return ({ at }) => onClock(clock, at, localTime(at, timeZone).weekday);
  }
  if (!isOperatorOf('date', operator)) return () => unknown;
  const clock = compileDateTest(condition, operator, timeZone);
  return ({ at }) => onClock(clock, at, localTime(at, timeZone).date);
}

function onClock(clock: ClockTest, at: number, fact: string): Finding {
  const verdict = clock.test(at);
  return { fact, verdict, flipsAt: clock.changes(at).find((change) => clock.test(change) !== verdict) ?? null };
}

function compileAddress(condition: Condition): Finder {
  const { operator } = condition;
  if (operator === 'isSet' || operator === 'isNotSet')
    return ({ visit }) => isSet(operator, visit.place.address || null);
  const pattern = compileAddressPattern(String(condition.value ?? ''));
  return ({ visit }) => {
    const address = readClientAddress(visit.place.address);
    if (address === null || pattern === null) return { fact: visit.place.address || null, verdict: 'unknown' };
    return { fact: visit.place.address, verdict: pattern.matches(address) };
  };
}

function compileList(condition: Condition): Finder {
  const { variable, operator } = condition;
  if (!isOfType(variable, 'list') || !isOperatorOf('list', operator)) return () => unknown;
  if (operator === 'isSet' || operator === 'isNotSet') {
    return (moment) => isSet(operator, findListFact(variable, moment)?.join(', ') || null);
  }
  const test = compileListTest(condition, operator);
  return (moment) => {
    const fact = findListFact(variable, moment);
    return fact === null ? unknown : { fact: fact.join(', '), verdict: test(fact) };
  };
}

/** *is set* and *is not set* are never unknown. */
function isSet(operator: 'isSet' | 'isNotSet', fact: string | null): Finding {
  return { fact: fact ?? 'not set', verdict: (fact !== null) === (operator === 'isSet') };
}

function labelOf({ variable, name, operator, value }: Condition): string {
  const subject = name === undefined ? variable : `${variable}(${name})`;
  const shown = value === undefined ? '' : ` ${Array.isArray(value) ? value.join(', ') : value}`;
  return `${subject} ${operator}${shown}`;
}
