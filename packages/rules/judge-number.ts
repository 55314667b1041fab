import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition } from '@foyer/protocol/condition';
import type { OperatorOf } from './operator-kind.ts';

/** The number operators that look at a value. */
export type NumberOperator = Exclude<OperatorOf<'number'>, 'isSet' | 'isNotSet'>;

/** Whether a number meets the operator and value of a condition; both ends of `between` count. */
export function compileNumberTest(condition: Condition, operator: NumberOperator): (fact: number) => boolean {
  const [low, high] = limitsOf(condition);
  switch (operator) {
    case '=':
      return (fact) => fact === low;
    case '!=':
      return (fact) => fact !== low;
    case '<':
      return (fact) => fact < low;
    case '<=':
      return (fact) => fact <= low;
    case '>':
      return (fact) => fact > low;
    case '>=':
      return (fact) => fact >= low;
    case 'between':
      return (fact) => fact >= low && fact <= high;
    default:
      return assertNever(operator);
  }
}

/** The number, or both ends of the range, that a condition compares with. */
export function limitsOf(condition: Condition): readonly [number, number] {
  const { value } = condition;
  const [low, high] = Array.isArray(value) ? value : [value, value];
  return [Number(low), Number(high)];
}
