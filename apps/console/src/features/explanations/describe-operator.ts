import type { Operator } from '@foyer/protocol/condition';
import type { TFunction } from 'i18next';

const shownEntries = 3;
const shownLength = 90;

const comparisons = {
  '=': 'equal',
  '!=': 'unequal',
  '<': 'less',
  '<=': 'atMost',
  '>': 'greater',
  '>=': 'atLeast',
} as const;

/** Whether an operator compares with several values. */
export function takesSeveral(operator: Operator): boolean {
  return operator === 'between' || operator === 'isOneOf' || operator === 'includesAny' || operator === 'includesAll';
}

/** What an operator asks for, as it follows *must* and *must not*: `be 3 or more`. `shown`: entries of a list that are told. */
export function describeOperator(
  operator: Operator,
  values: readonly string[],
  t: TFunction<'explanations'>,
  shown: number = shownEntries,
): string {
  const [value = '', last = ''] = values;
  switch (operator) {
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return t(`operator.${comparisons[operator]}`, { value });
    case 'between':
      return t('operator.between', { first: value, last });
    case 'isOneOf':
    case 'includesAny':
    case 'includesAll':
      return t(`operator.${operator}`, { value: listEntries(values, t, shown) });
    default:
      return t(`operator.${operator}`, { value: shorten(value) });
  }
}

/** `a or b or c or 2 more`. */
export function listEntries(
  entries: readonly string[],
  t: TFunction<'explanations'>,
  shown: number = shownEntries,
): string {
  const first = entries.slice(0, shown).map(shorten).join(t('or'));
  return entries.length > shown ? t('more', { first, count: entries.length - shown }) : first;
}

/** A text cut where it is too long to be read in passing. */
export function shorten(text: string): string {
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)}…`;
}
