import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition } from '@foyer/protocol/condition';
import { findCountry } from './country.ts';
import { foldText } from './fold-text.ts';
import { compileLinearExpression } from './linear-expression.ts';
import { matchWildcard, maxSubjectLength } from './match-wildcard.ts';
import type { OperatorOf } from './operator-kind.ts';
import type { Verdict } from './visit.ts';

/** The text operators left when those that are never unknown, and those that negate another, are taken away. */
export type PositiveTextOperator = Exclude<OperatorOf<'text'>, 'notEquals' | 'notContains' | 'isSet' | 'isNotSet'>;

/** Whether one text meets the operator and its value. */
export type TextTest = (text: string) => Verdict;

/** The operator whose opposite a negating one is. */
export function positiveTextOperator(operator: Exclude<OperatorOf<'text'>, 'isSet' | 'isNotSet'>): {
  readonly operator: PositiveTextOperator;
  readonly negated: boolean;
} {
  if (operator === 'notEquals') return { operator: 'equals', negated: true };
  if (operator === 'notContains') return { operator: 'contains', negated: true };
  return { operator, negated: false };
}

/** The texts a condition compares with, folded. A country may be given by code or by name. */
export function foldedValues({ variable, value }: Condition): string[] {
  return (Array.isArray(value) ? value : [value ?? '']).map((one) =>
    foldText(variable === 'place.country' ? (findCountry(String(one)) ?? String(one)) : String(one)),
  );
}

/** Compiles the test of one text, without regard to case. */
export function compileTextTest(condition: Condition, operator: PositiveTextOperator): TextTest {
  const values = foldedValues(condition);
  const [value = ''] = values;
  switch (operator) {
    case 'equals':
      return (text) => foldText(text) === value;
    case 'isOneOf': {
      const wanted = new Set(values);
      return (text) => wanted.has(foldText(text));
    }
    case 'contains':
      return (text) => foldText(text).includes(value);
    case 'startsWith':
      return (text) => foldText(text).startsWith(value);
    case 'endsWith':
      return (text) => foldText(text).endsWith(value);
    case 'matches':
      return (text) => matchWildcard(value, foldText(text.slice(0, maxSubjectLength)));
    case 'matchesExpression': {
      const expression = compileLinearExpression(String(condition.value ?? ''));
      return 'refusal' in expression ? () => 'unknown' : (text) => expression.matches(text);
    }
    default:
      return assertNever(operator);
  }
}
