import { type Operator, operatorsOf, type VariableType } from '@foyer/protocol/condition';

/** The operators of one type of variable. */
export type OperatorOf<T extends VariableType> = (typeof operatorsOf)[T][number];

/** Narrows an operator to those of a type; a condition that was parsed always passes. */
export function isOperatorOf<T extends VariableType>(
  type: T,
  operator: Operator,
): operator is OperatorOf<T> & Operator {
  return (operatorsOf[type] as readonly Operator[]).includes(operator);
}
