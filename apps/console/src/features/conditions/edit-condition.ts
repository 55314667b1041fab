import { assertNever } from '@foyer/protocol/assert-never';
import {
  type Condition,
  type ConditionValue,
  type Operator,
  operatorsOf,
  type VariableName,
} from '@foyer/protocol/condition';
import { isNamed, isPageAddress, typeOf } from './variable-families.ts';

/** How the value of a condition is put in. */
export type ValueInput =
  | 'none'
  | 'text'
  | 'texts'
  | 'number'
  | 'numberRange'
  | 'count'
  | 'date'
  | 'dateRange'
  | 'dates'
  | 'days'
  | 'weekdays'
  | 'country'
  | 'countries';

/** The operators that make sense for a variable, the likeliest first. */
export function operatorsFor(variable: VariableName): readonly Operator[] {
  if (variable === 'place.country') return ['isOneOf', 'equals', 'notEquals', 'isSet', 'isNotSet'];
  if (variable === 'time.weekday') return ['isOneOf'];
  if (isPageAddress(variable))
    return ['matches', ...operatorsOf.text.filter((one) => one !== 'matches' && one !== 'isSet' && one !== 'isNotSet')];
  const type = typeOf(variable);
  switch (type) {
    case 'number':
      return ['>=', '<=', '>', '<', '=', '!=', 'between', ...(mayBeMissing(variable) ? presence : [])];
    case 'list':
      return ['includesAny', ...operatorsOf.list.filter((one) => one !== 'includesAny')];
    case 'address':
      return ['matches', 'equals', 'inNetwork', ...presence];
    case 'date':
      return ['between', 'before', 'after', 'withinLastDays', 'isOneOf'];
    case 'text':
    case 'yesNo':
      return operatorsOf[type];
    default:
      return assertNever(type);
  }
}

const presence = ['isSet', 'isNotSet'] as const;

/** Numbers that are always there need no question whether they are. */
function mayBeMissing(variable: VariableName): boolean {
  return (
    variable === 'source.cost' ||
    variable === 'visitor.lastRating' ||
    variable === 'visitor.daysSinceLastVisit' ||
    variable === 'tech.screenWidth' ||
    variable === 'page.scrollDepth' ||
    variable === 'page.seconds'
  );
}

/** How the value of this operator is put in. */
export function valueInputOf(variable: VariableName, operator: Operator): ValueInput {
  switch (operator) {
    case 'isSet':
    case 'isNotSet':
    case 'isTrue':
    case 'isFalse':
      return 'none';
    case 'countAtLeast':
    case 'countAtMost':
      return 'count';
    case 'withinLastDays':
      return 'days';
    case 'before':
    case 'after':
      return 'date';
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return 'number';
    case 'between':
      return typeOf(variable) === 'date' ? 'dateRange' : 'numberRange';
    case 'isOneOf':
      if (variable === 'time.weekday') return 'weekdays';
      if (variable === 'place.country') return 'countries';
      return typeOf(variable) === 'date' ? 'dates' : 'texts';
    case 'includesAny':
    case 'includesAll':
      return 'texts';
    case 'equals':
    case 'notEquals':
      return variable === 'place.country' ? 'country' : 'text';
    case 'contains':
    case 'notContains':
    case 'startsWith':
    case 'endsWith':
    case 'matches':
    case 'matchesExpression':
    case 'includes':
    case 'inNetwork':
      return 'text';
    default:
      return assertNever(operator);
  }
}

/** A condition on a variable as it is begun. */
export function newCondition(variable: VariableName): Condition {
  const operator = operatorsFor(variable)[0] ?? 'isSet';
  return withValue({ variable, ...(isNamed(variable) ? { name: '' } : {}), operator }, undefined);
}

/** The condition on another variable; operator and value stay where they still fit. */
export function withVariable(condition: Condition, variable: VariableName): Condition {
  if (variable === condition.variable) return condition;
  const name = isNamed(variable) ? { name: condition.name ?? '' } : {};
  if (typeOf(variable) !== typeOf(condition.variable) || !operatorsFor(variable).includes(condition.operator))
    return { ...newCondition(variable), ...name };
  const { operator, value } = condition;
  const isSameInput = valueInputOf(variable, operator) === valueInputOf(condition.variable, operator);
  return withValue({ variable, ...name, operator }, isSameInput ? value : undefined);
}

/** The condition with another operator; the value stays as far as it fits. */
export function withOperator(condition: Condition, operator: Operator): Condition {
  const from = valueInputOf(condition.variable, condition.operator);
  const to = valueInputOf(condition.variable, operator);
  return withValue({ ...condition, operator }, from === to ? condition.value : convert(condition.value, to));
}

/** The condition with a value; undefined: none yet. */
export function withValue({ value: _before, ...condition }: Condition, value: ConditionValue | undefined): Condition {
  return value === undefined ? condition : { ...condition, value };
}

function convert(value: ConditionValue | undefined, to: ValueInput): ConditionValue | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (first === undefined || first === '') return undefined;
  switch (to) {
    case 'text':
    case 'country':
    case 'date':
      return typeof first === 'string' ? first : undefined;
    case 'texts':
    case 'countries':
    case 'dates':
      return typeof first === 'string' ? [first] : undefined;
    case 'number':
    case 'count':
    case 'days':
      return typeof first === 'number' ? first : undefined;
    case 'numberRange':
    case 'dateRange':
    case 'weekdays':
    case 'none':
      return undefined;
    default:
      return assertNever(to);
  }
}
