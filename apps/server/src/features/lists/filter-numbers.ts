import type { Condition } from '@foyer/protocol/condition';
import { compileNumberTest, limitsOf, type NumberOperator } from '@foyer/rules/judge-number';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { type SqlBool, sql } from 'kysely';
import { alwaysFalse, alwaysTrue, type Claim, opposite, type Truth } from './filter-truth.ts';
import type { Subject } from './filter-values.ts';

const opposites = { '=': '<>', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** Where a number meets a condition; where it is NULL, that is unknown. */
export function truthOfNumber(condition: Condition, number: Subject, { mayBeMissing = false } = {}): Truth {
  const operator = condition.operator as OperatorOf<'number'>;
  if (operator === 'isSet' || operator === 'isNotSet') {
    const isSet = mayBeMissing
      ? { isTrue: sql<SqlBool>`${number} is not null`, isFalse: sql<SqlBool>`${number} is null` }
      : alwaysTrue;
    return operator === 'isSet' ? isSet : opposite(isSet);
  }
  const [low, high] = limitsOf(condition);
  if (operator === 'between')
    return {
      isTrue: sql<SqlBool>`(${compared(number, '>=', low)} and ${compared(number, '<=', high)})`,
      isFalse: sql<SqlBool>`(${compared(number, '<', low)} or ${compared(number, '>', high)})`,
    };
  return {
    isTrue: compared(number, operator === '!=' ? '<>' : operator, low),
    isFalse: compared(number, opposites[operator], low),
  };
}

/** The same of a time in ms that is compared in units: `=` and `!=` look at whole ones. */
export function truthOfDuration(condition: Condition, ms: Subject, unitMs: number): Truth {
  const isWhole = condition.operator === '=' || condition.operator === '!=';
  return truthOfNumber(condition, isWhole ? sql`(${ms} / ${sql.lit(unitMs)})` : fraction(ms, unitMs));
}

/** A whole number by another, with a fraction: what JavaScript makes of it, to the last bit. */
export function fraction(number: Subject, by: number): Subject {
  return by === 1 ? number : sql`(cast(${number} as double precision) / ${sql.lit(by)})`;
}

/** Where one of a few whole numbers meets a condition. */
export function truthOfFew(condition: Condition, number: Subject, numbers: readonly number[]): Truth {
  if (condition.operator === 'isSet') return alwaysTrue;
  if (condition.operator === 'isNotSet') return alwaysFalse;
  return truthAmong(number, numbers, compileNumberTest(condition, condition.operator as NumberOperator));
}

/** Where one of a few whole numbers meets a test. */
export function truthAmong(number: Subject, numbers: readonly number[], test: (one: number) => boolean): Truth {
  const accepted = numbers.filter(test);
  const list = (some: readonly number[]) => sql.join(some.map((one) => sql.lit(one)));
  if (accepted.length === 0) return alwaysFalse;
  return {
    isTrue: sql<SqlBool>`${number} in (${list(accepted)})`,
    isFalse: sql<SqlBool>`${number} not in (${list(accepted)})`,
  };
}

function compared(number: Subject, operator: '=' | '<>' | '<' | '<=' | '>' | '>=', limit: number): Claim {
  const by = sql.raw(operator);
  return Number.isSafeInteger(limit)
    ? sql<SqlBool>`${number} ${by} ${limit}`
    : sql<SqlBool>`cast(${number} as double precision) ${by} cast(${limit} as double precision)`;
}
