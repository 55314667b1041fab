import {
  type Condition,
  type ConditionValue,
  type Expression,
  type Operator,
  operatorsOf,
  type VariableName,
  variables,
} from '@foyer/protocol/condition';
import fc from 'fast-check';
import { addresses, countries, events, labels, tagNames, types, urls, words } from './random-visits.ts';

/** Variables of which nothing is kept of past visits. */
export const notKept: readonly VariableName[] = [
  'page.scrollDepth',
  'page.exitIntent',
  'chat.department',
  'chat.skill',
  'survey.answer',
  'staff.online',
  'staff.withRoom',
  'staff.queueLength',
  'time.insideOpeningHours',
];
export const kept = (Object.keys(variables) as VariableName[]).filter((variable) => !notKept.includes(variable));

const alertNames = ['Free', 'Fixed', 'Per click', 'All visitors'];
const expressions = ['sho+e', '^c', '\\d+', '[s'];
const days = ['2026-02-20', '2026-03-01', '2026-03-29', '2026-03-29T01:30:00Z', '2026-04-10T12:00:00+02:00'];

/** Texts that a variable may well have, and pieces of them. */
function textsFor(variable: VariableName): fc.Arbitrary<string> {
  const pool =
    variable === 'place.country'
      ? [...countries, 'France', 'germany']
      : variable.startsWith('page.') && variable !== 'page.title' && variable !== 'page.query'
        ? [
            ...urls,
            'sales',
            'long/1/4',
            'long/1/229',
            'long/3/',
            '/sales.htm',
            'sales.htm',
            'café',
            'caf%C3%A9',
            '?id=7',
            'shop.example',
            'https://shop.example/',
            'basket',
            '#top',
          ]
        : variable === 'source.alert'
          ? alertNames
          : variable === 'visitor.prospectTypes'
            ? types
            : variable === 'visitor.tags'
              ? tagNames
              : variable === 'visitor.lastWrapUp'
                ? labels
                : variable === 'page.query'
                  ? ['Red shoes', 'x', '7', 'red']
                  : [...words, 'direct', 'www.google.com', 'café.example'];
  const text = fc.constantFrom(...(pool as readonly [string, ...string[]]));
  return fc.oneof(
    text,
    text.map((one) => one.toUpperCase()),
    text.map((one) => one.slice(1, 5) || one),
    text.map((one) => one.normalize('NFD').slice(0, 4)),
  );
}

function valueFor(variable: VariableName, operator: Operator): fc.Arbitrary<ConditionValue | undefined> {
  const { type } = variables[variable];
  const text = textsFor(variable);
  if (operator === 'isSet' || operator === 'isNotSet' || type === 'yesNo') return fc.constant(undefined);
  if (type === 'number') {
    const number = fc.oneof(
      fc.integer({ min: -3, max: 12 }),
      fc.constantFrom(0, 0.75, 1.25, 10.99, 21.98, -10.99, 301, 1.5, 2.5, 1099, 3297),
    );
    return operator === 'between'
      ? fc.tuple(number, number).map(([one, other]): [number, number] => [Math.min(one, other), Math.max(one, other)])
      : number;
  }
  if (type === 'date') {
    if (operator === 'withinLastDays') return fc.constant(3);
    const day = variable === 'time.weekday' ? fc.constantFrom('mon', 'Tuesday', 'sunday') : fc.constantFrom(...days);
    if (operator === 'between') return fc.tuple(day, day);
    return operator === 'isOneOf' ? fc.array(day, { minLength: 1, maxLength: 3 }) : day;
  }
  if (type === 'address')
    return fc.constantFrom(
      ...addresses,
      '203.0.113.*',
      '10.*',
      '*',
      '*.7',
      '10.0.0.0/8',
      '10.128.0.0/9',
      '203.0.113.64/26',
      '2001:db8::/32',
      '::ffff:203.0.113.7',
      '2001:0db8:*',
      'nonsense',
    );
  if (type === 'list') {
    if (operator.startsWith('count')) return fc.integer({ min: 0, max: 3 });
    return operator === 'includes' ? text : fc.array(text, { minLength: 1, maxLength: 3 });
  }
  if (operator === 'isOneOf') return fc.array(text, { minLength: 1, maxLength: 30 });
  if (operator === 'matchesExpression') return fc.constantFrom(...expressions);
  if (operator === 'matches')
    return fc.oneof(
      text,
      text.map((one) => `*${one.slice(2, 6)}*`),
      text.map((one) => `${one.slice(0, 3)}*`),
      fc.constantFrom('*', 're:sal.s', '*.*', 'sales*', '*/sales.htm', '//shop.example/*'),
    );
  return text;
}

function nameFor(variable: VariableName): fc.Arbitrary<string> {
  if (variable === 'page.query') return fc.constantFrom('q', 'id', 'ID', 'cpc');
  if (variable === 'visitor.variable') return fc.constantFrom('plan', 'odd "name"', 'empty', 'toString');
  return fc.constantFrom(...events, 'other');
}

/** A condition on one variable, whichever its operator. */
export function conditionOn(variable: VariableName): fc.Arbitrary<Condition> {
  const operators: readonly [Operator, ...Operator[]] = operatorsOf[variables[variable].type];
  return fc
    .constantFrom(...operators)
    .chain((operator) =>
      fc.tuple(
        fc.constant(operator),
        valueFor(variable, operator),
        'named' in variables[variable] ? nameFor(variable) : fc.constant(undefined),
      ),
    )
    .map(([operator, value, name]) => ({
      variable,
      ...(name === undefined ? {} : { name }),
      operator,
      ...(value === undefined ? {} : { value }),
    }));
}

const condition = fc.constantFrom(...(kept as [VariableName, ...VariableName[]])).chain(conditionOn);

/** Groups in groups, of conditions on all that is kept of past visits. */
export const anyFilter: fc.Arbitrary<Expression> = fc.letrec<{ group: Expression; term: Condition | Expression }>(
  (tie) => ({
    term: fc.oneof({ maxDepth: 3, depthIdentifier: 'filter' }, condition, condition, tie('group')),
    group: fc
      .tuple(fc.constantFrom('all', 'any', 'none'), fc.array(tie('term'), { maxLength: 4, depthIdentifier: 'filter' }))
      .map(([kind, terms]) => ({ [kind]: terms }) as Expression),
  }),
).group;
