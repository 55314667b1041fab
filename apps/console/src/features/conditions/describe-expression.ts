import { type Condition, type Expression, type Operator, type Term, termsOf } from '@foyer/protocol/condition';
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import { countryName } from '../../ui/country-name.ts';
import { describeOperator } from '../explanations/describe-operator.ts';
import { kindOf } from './condition-draft.ts';
import { unitOf } from './variable-families.ts';

const shownEntries = 6;

/** Operators that ask for the opposite: what *must not be X* reads better as what *must be anything but X*. */
const opposites: Partial<Record<Operator, Operator>> = {
  equals: 'notEquals',
  notEquals: 'equals',
  contains: 'notContains',
  notContains: 'contains',
  isSet: 'isNotSet',
  isNotSet: 'isSet',
  isTrue: 'isFalse',
  isFalse: 'isTrue',
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/**
 * An expression read back in plain English, without a full stop: `Country must be one of France or Spain, and (Customer
 * must be no, or Visit number must be 3 or more)`. `currency`: ISO 4217, the site's.
 */
export function describeExpression(
  expression: Expression | null,
  t: TFunction<'explanations'>,
  currency: string,
): string {
  return expression === null ? t('sentence.nothing') : write(read(expression, true), true, t, currency);
}

type Reading =
  | { readonly type: 'condition'; readonly condition: Condition; readonly wanted: boolean }
  | { readonly type: 'each' | 'one'; readonly parts: readonly Reading[] }
  | { readonly type: 'nothing'; readonly wanted: boolean };

/** As an explanation is read: *none of* is what each must not be, and groups that say nothing of their own are left out. */
function read(term: Term, wanted: boolean): Reading {
  if ('variable' in term) return { type: 'condition', condition: term, wanted };
  const kind = kindOf(term);
  const inner = termsOf(term);
  // An empty group is true, whichever kind it is.
  if (inner.length === 0) return { type: 'nothing', wanted };
  const type = (kind === 'any') === wanted ? 'one' : 'each';
  const parts = inner
    .map((part) => read(part, kind === 'none' ? !wanted : wanted))
    .flatMap((part) => (part.type === type ? part.parts : [part]));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { type, parts };
}

function write(reading: Reading, isOutermost: boolean, t: TFunction<'explanations'>, currency: string): string {
  switch (reading.type) {
    case 'condition':
      return describeTerm(reading.condition, reading.wanted, t, currency);
    case 'nothing':
      return reading.wanted ? t('sentence.nothing') : t('sentence.never');
    default: {
      const parts = reading.parts.map((part) => write(part, false, t, currency));
      const terms = parts.join(reading.type === 'each' ? t('sentence.and') : t('sentence.or'));
      if (!isOutermost) return t('sentence.group', { terms });
      return reading.type === 'each' ? terms : t('sentence.either', { terms });
    }
  }
}

function describeTerm(condition: Condition, wanted: boolean, t: TFunction<'explanations'>, currency: string): string {
  const opposite = wanted ? undefined : opposites[condition.operator];
  const operator = opposite ?? condition.operator;
  const phrase = describeOperator(operator, valuesOf(condition, t, currency), t, shownEntries);
  const subject = t(`variable.${condition.variable}`, { name: condition.name || t('sentence.unnamed') });
  return `${subject} ${wanted || opposite !== undefined ? t('must', { phrase }) : t('mustNot', { phrase })}`;
}

function valuesOf(condition: Condition, t: TFunction<'explanations'>, currency: string): string[] {
  const { value } = condition;
  const values: readonly (string | number)[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const written = values.map((one) => (one === '' ? t('sentence.missing') : writeValue(one, condition, currency)));
  const isRange = condition.operator === 'between';
  if (written.length === 0) return isRange ? [t('sentence.missing'), t('sentence.missing')] : [t('sentence.missing')];
  return isRange && written.length === 1 ? [...written, t('sentence.missing')] : written;
}

function writeValue(value: string | number, { variable, operator }: Condition, currency: string): string {
  if (typeof value === 'number')
    return unitOf(variable) === 'money'
      ? new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(value)
      : String(value);
  if (variable === 'place.country' && /^[a-z]{2}$/i.test(value)) return countryName(value);
  if (variable === 'time.weekday') return writeWeekday(value);
  if (variable === 'time.date' && operator !== 'withinLastDays' && /^\d{4}-\d\d-\d\d$/.test(value))
    return dayjs(value).format('D MMM YYYY');
  return value;
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `mon` and `monday` as `Monday`. */
function writeWeekday(value: string): string {
  return (
    weekdayNames.find((name) => name.slice(0, 3).toLowerCase() === value.trim().slice(0, 3).toLowerCase()) ?? value
  );
}
