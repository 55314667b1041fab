import { type VariableName, variables } from '@foyer/protocol/condition';
import { expect, test } from 'vitest';
import { families, familyOf } from './variable-families.ts';

const all = Object.keys(variables) as VariableName[];

test('S-037 every variable is offered once', () => {
  expect(Object.values(families).flat().toSorted()).toEqual(all.toSorted());
});

test.each<[VariableName, string]>([
  ['visit.pages', 'page'],
  ['tech.browser', 'place'],
  ['visit.invited', 'chat'],
  ['staff.online', 'time'],
])('S-037 %s is offered under %s', (variable, family) => expect(familyOf(variable)).toBe(family));
