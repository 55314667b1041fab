import { type Condition, conditionSchema, type VariableName, variables } from '@foyer/protocol/condition';
import { describe, expect, test } from 'vitest';
import { newCondition, operatorsFor, withOperator, withVariable } from './edit-condition.ts';

const names = Object.keys(variables) as VariableName[];

describe('S-037 editing one condition', () => {
  test.each<[what: string, from: Condition, to: VariableName, result: Condition]>([
    [
      'of the same type: operator and value stay',
      { variable: 'visit.pages', operator: '<', value: 3 },
      'visitor.pages',
      { variable: 'visitor.pages', operator: '<', value: 3 },
    ],
    [
      'of another type: a fresh one',
      { variable: 'visit.pages', operator: '<', value: 3 },
      'visitor.isCustomer',
      { variable: 'visitor.isCustomer', operator: 'isTrue' },
    ],
    [
      'a country is no free text',
      { variable: 'place.city', operator: 'equals', value: 'Leeds' },
      'place.country',
      { variable: 'place.country', operator: 'equals' },
    ],
    [
      'a name stays with variables that take one',
      { variable: 'page.query', name: 'plan', operator: 'equals', value: 'pro' },
      'visitor.variable',
      { variable: 'visitor.variable', name: 'plan', operator: 'equals', value: 'pro' },
    ],
    [
      'and goes with those that take none',
      { variable: 'page.query', name: 'plan', operator: 'equals', value: 'pro' },
      'page.title',
      { variable: 'page.title', operator: 'equals', value: 'pro' },
    ],
  ])('another variable %s', (_what, from, to, result) => expect(withVariable(from, to)).toEqual(result));

  test.each<[what: string, from: Condition, operator: Condition['operator'], result: Condition['value']]>([
    ['a text becomes a list', { variable: 'place.city', operator: 'equals', value: 'Leeds' }, 'isOneOf', ['Leeds']],
    [
      'a list its first',
      { variable: 'place.city', operator: 'isOneOf', value: ['Leeds', 'York'] },
      'contains',
      'Leeds',
    ],
    ['a limit stays', { variable: 'visit.pages', operator: '>=', value: 3 }, '<', 3],
    ['a range has none of it', { variable: 'visit.pages', operator: '>=', value: 3 }, 'between', undefined],
    ['presence has no value', { variable: 'place.city', operator: 'equals', value: 'Leeds' }, 'isSet', undefined],
  ])('another operator: %s', (_what, from, operator, result) =>
    expect(withOperator(from, operator)).toEqual({
      variable: from.variable,
      operator,
      ...(result === undefined ? {} : { value: result }),
    }),
  );

  test.each(names)('%s offers operators that its schema takes, and begins with the first', (variable) => {
    for (const operator of operatorsFor(variable)) {
      const { error } = conditionSchema.safeParse({ ...newCondition(variable), operator });
      expect(error?.issues.filter(({ path }) => path[0] === 'operator') ?? []).toEqual([]);
    }
    expect(newCondition(variable)).toMatchObject({ variable, operator: operatorsFor(variable)[0] });
  });
});
