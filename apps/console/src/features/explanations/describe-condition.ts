import { type Operator, operatorsOf, type VariableName, type VariableType, variables } from '@foyer/protocol/condition';
import type { TFunction } from 'i18next';
import { formatMoment } from '../../ui/moment.tsx';
import { describeOperator, listEntries, shorten, takesSeveral } from './describe-operator.ts';

/** A condition in plain words. */
export interface Described {
  /** What was looked at: `Pages viewed in this visit`. */
  readonly subject: string;
  /** What was seen, shortened. */
  readonly fact: string;
  /** What it takes: `must be 3 or more`. */
  readonly needs: string;
}

/** A leaf of an explanation in plain English; its label is in the words of the documents. `wanted`: the verdict it is to have. */
export function describeCondition(
  { label, fact, wanted = true }: { label: string; fact: string; wanted?: boolean },
  t: TFunction<'explanations'>,
): Described {
  const condition = readCondition(label);
  if (condition !== null) {
    const phrase = describeOperator(condition.operator, valuesOf(condition), t);
    return {
      subject: subjectOf(condition, t),
      fact: describeFact(fact, t),
      needs: wanted ? t('must', { phrase }) : t('mustNot', { phrase }),
    };
  }
  return { ...describeCriterion(label, t), fact: describeFact(fact, t) };
}

interface ReadCondition {
  readonly variable: VariableName;
  readonly name: string;
  readonly operator: Operator;
  readonly value: string;
}

/** `visitor.variable(plan) equals pro` in its parts; null: it is none of a condition. */
export function readCondition(label: string): ReadCondition | null {
  const variable = /^[\w.]+/.exec(label)?.[0] ?? '';
  if (!isVariable(variable)) return null;
  const operators: readonly Operator[] = operatorsOf[variables[variable].type as VariableType];
  let rest = label.slice(variable.length);
  let name = '';
  if (rest.startsWith('(')) {
    // A name may hold brackets itself: it ends where an operator follows.
    const end = findNameEnd(rest, operators);
    if (end === -1) return null;
    name = rest.slice(1, end);
    rest = rest.slice(end + 1);
  }
  const [, operator = '', value = ''] = /^ (\S+)(?: (.*))?$/s.exec(rest) ?? [];
  const found = operators.find((one) => one === operator);
  return found === undefined ? null : { variable, name, operator: found, value };
}

/** The values of a label; only operators that take several have more than one. */
function valuesOf({ operator, value }: ReadCondition): string[] {
  return takesSeveral(operator) ? value.split(', ') : [value];
}

function isVariable(name: string): name is VariableName {
  return Object.hasOwn(variables, name);
}

function findNameEnd(rest: string, operators: readonly Operator[]): number {
  for (let end = rest.indexOf(') '); end !== -1; end = rest.indexOf(') ', end + 1)) {
    const next = rest.slice(end + 2).split(' ', 1)[0];
    if (operators.some((one) => one === next)) return end;
  }
  return -1;
}

function subjectOf({ variable, name }: ReadCondition, t: TFunction<'explanations'>): string {
  return t(`variable.${variable}`, { name });
}

/** What rules ask for besides conditions: a word, and what it is compared with. */
function describeCriterion(label: string, t: TFunction<'explanations'>): { subject: string; needs: string } {
  const space = label.indexOf(' ');
  const word = space === -1 ? label : label.slice(0, space);
  const value = space === -1 ? '' : label.slice(space + 1);
  switch (word) {
    case 'searchEngines':
    case 'entryPages':
    case 'keywords':
    case 'addresses':
      // What was recorded when a visit began says what was seen, not what was asked for.
      if (value === '') return { subject: t(`criterion.${word}.subject`), needs: '' };
      return both(t, word, listEntries(value.split('; '), t));
    case 'ownOrganisation':
    case 'startAfterVisits':
    case 'minPages':
    case 'minMinutes':
    case 'autoSend':
      return both(t, word, value);
    case 'specificPages':
      return both(t, word, listEntries(value.split(/\s+OR\s+/i), t));
    case 'autoSend.pages':
      return value === ''
        ? both(t, 'autoSendNowhere', '')
        : both(t, 'autoSendPages', listEntries(value.split('; '), t));
    case 'limits.showsPerVisitor':
      return both(t, 'showsPerVisitor', value);
    case 'limits.quietDaysAfterDecline':
      return both(t, 'quietDaysAfterDecline', value);
    case 'frequency':
      if (value !== 'oncePerVisitor' && value !== 'oncePerVisit' && value !== 'everyPage') break;
      return { subject: t('criterion.frequency.subject'), needs: t(`criterion.frequency.needs.${value}`) };
    case 'guard':
      switch (value) {
        case 'blocked':
        case 'chatOpen':
        case 'inviteOnScreen':
        case 'nobodyOnline':
        case 'outsideOpeningHours':
          return { subject: t(`criterion.guard.${value}.subject`), needs: t(`criterion.guard.${value}.needs`) };
      }
  }
  // Recorded by a version that had another word for it.
  return { subject: label, needs: '' };
}

type PlainCriterion =
  | 'searchEngines'
  | 'ownOrganisation'
  | 'entryPages'
  | 'keywords'
  | 'addresses'
  | 'startAfterVisits'
  | 'minPages'
  | 'minMinutes'
  | 'specificPages'
  | 'autoSend'
  | 'autoSendPages'
  | 'autoSendNowhere'
  | 'showsPerVisitor'
  | 'quietDaysAfterDecline';

function both(t: TFunction<'explanations'>, criterion: PlainCriterion, value: string) {
  return {
    subject: t(`criterion.${criterion}.subject`),
    needs: t(`criterion.${criterion}.needs`, { value }),
  };
}

const instant = /\d{4}-\d\d-\d\dT[\d:.]+Z/;

function describeFact(fact: string, t: TFunction<'explanations'>): string {
  if (fact === '') return t('fact.nothing');
  if (fact === 'unknown' || fact === 'not set' || fact === 'not kept' || fact === 'yes' || fact === 'no')
    return t(`fact.${fact}`);
  return shorten(fact.replace(instant, (text) => formatMoment(Date.parse(text), Date.now())));
}
