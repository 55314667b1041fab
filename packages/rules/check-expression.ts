import { type Condition, type Expression, termsOf } from '@foyer/protocol/condition';
import { checkAddressPattern, readClientAddress } from './address-pattern.ts';
import { checkCountry } from './country.ts';
import type { FieldError } from './field-error.ts';
import { compileLinearExpression } from './linear-expression.ts';
import { checkPagePattern } from './page-pattern.ts';
import { weekdays } from './site-time.ts';
import { isOfType, isPageVariable } from './variable-kind.ts';

const dayMs = 86_400_000;

/**
 * What a condition's schema can't tell: values that no fact could ever meet, or that the engine can't read. `path` is
 * where the expression stands in its document; an empty answer means that it can be saved.
 */
export function checkExpression(expression: Expression, path: string): FieldError[] {
  const group = 'all' in expression ? 'all' : 'any' in expression ? 'any' : 'none';
  return termsOf(expression).flatMap((term, index) => {
    const at = `${path}.${group}.${index}`;
    return 'variable' in term ? checkCondition(term, at) : checkExpression(term, at);
  });
}

function checkCondition(condition: Condition, path: string): FieldError[] {
  const { variable } = condition;
  const empty = checkValues(condition, path, (text) => (text.trim() === '' ? 'is empty' : null));
  if (empty.length > 0) return empty;
  if (isOfType(variable, 'text')) return checkText(condition, path);
  if (isOfType(variable, 'number')) return checkNumber(condition, path);
  if (isOfType(variable, 'date')) return checkDate(condition, path);
  if (isOfType(variable, 'address')) return checkAddress(condition, path);
  return [];
}

function checkText(condition: Condition, path: string): FieldError[] {
  const { variable, operator } = condition;
  if (operator === 'matchesExpression') return checkValues(condition, path, checkLinearExpression);
  if (operator === 'matches')
    return isOfType(variable, 'text') && isPageVariable(variable) ? checkValues(condition, path, checkPagePattern) : [];
  const isCompared = operator === 'equals' || operator === 'notEquals' || operator === 'isOneOf';
  return variable === 'place.country' && isCompared ? checkValues(condition, path, checkCountry) : [];
}

function checkLinearExpression(source: string): string | null {
  const compiled = compileLinearExpression(source);
  return 'refusal' in compiled ? compiled.refusal : null;
}

function checkNumber(condition: Condition, path: string): FieldError[] {
  const { variable, operator, value } = condition;
  const errors =
    variable === 'time.hour'
      ? checkValues(condition, path, (hour) =>
          /^(\d|1\d|2[0-3])$/.test(hour) ? null : 'must be a whole hour from 0 to 23',
        )
      : [];
  if (operator === 'between' && Array.isArray(value)) {
    const [low, high] = value;
    if (Number(low) > Number(high)) errors.push(wrongWayRound(path, low, high));
  }
  return errors;
}

function checkDate(condition: Condition, path: string): FieldError[] {
  const { variable, operator, value } = condition;
  if (variable === 'time.weekday') {
    if (operator !== 'isOneOf') return [{ path: `${path}.operator`, message: 'must be isOneOf for time.weekday' }];
    return checkValues(condition, path, checkWeekday);
  }
  if (operator === 'withinLastDays') return [];
  const errors = checkValues(condition, path, checkDay);
  if (errors.length === 0 && operator === 'between' && Array.isArray(value)) {
    const [first, last] = value;
    // A day reaches to its end.
    const end = Date.parse(String(last)) + (isDayAlone(String(last)) ? dayMs - 1 : 0);
    if (Date.parse(String(first)) > end) errors.push(wrongWayRound(path, first, last));
  }
  return errors;
}

function checkWeekday(text: string): string | null {
  const day = text.trim().toLowerCase();
  return weekdays.some((weekday) => day === weekday || day === weekday.slice(0, 3))
    ? null
    : `must be a day of the week such as monday or mon, not ${text}`;
}

function checkDay(text: string): string | null {
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const isReal = (isInstant || isDayAlone(text)) && !Number.isNaN(Date.parse(text)) && isCalendarDay(text.slice(0, 10));
  return isReal ? null : `must be a date such as 2026-03-01 or an instant such as 2026-03-01T09:00:00Z, not ${text}`;
}

function isDayAlone(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

/** No 30 February, which would be read as one in March. */
function isCalendarDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function checkAddress(condition: Condition, path: string): FieldError[] {
  const { operator } = condition;
  if (operator === 'matches') return checkValues(condition, path, checkAddressPattern);
  if (operator === 'inNetwork')
    return checkValues(condition, path, (text) =>
      text.includes('/') && checkAddressPattern(text) === null ? null : 'must be a network such as 10.0.0.0/8',
    );
  return checkValues(condition, path, (text) =>
    readClientAddress(text) === null ? 'must be an IP address such as 192.0.2.1' : null,
  );
}

/** Checks the value, or each one of a list, of an operator that takes one. */
function checkValues({ value }: Condition, path: string, check: (text: string) => string | null): FieldError[] {
  if (value === undefined) return [];
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one, index) => {
    const message = check(String(one));
    if (message === null) return [];
    return [{ path: Array.isArray(value) ? `${path}.value.${index}` : `${path}.value`, message }];
  });
}

function wrongWayRound(path: string, low: unknown, high: unknown): FieldError {
  return { path: `${path}.value`, message: `must begin with the lower end: ${low} comes after ${high}` };
}
