import type { Condition } from '@foyer/protocol/condition';
import { expect, test } from 'vitest';
import { findStrangers, type NamesThereAre } from './find-strangers.ts';

const thereAre: NamesThereAre = {
  'chat.department': ['Sales', 'Café'],
  'chat.skill': undefined,
  'visitor.tags': ['VIP', 'refund'],
  'visitor.lastWrapUp': [],
};

test.each<[what: string, condition: Condition, names: string[] | null]>([
  ['there it is', { variable: 'chat.department', operator: 'equals', value: 'Sales' }, null],
  ['whatever the case', { variable: 'chat.department', operator: 'notEquals', value: 'sAles' }, null],
  ['however it is composed', { variable: 'chat.department', operator: 'equals', value: 'Cafe\u0301' }, null],
  ['gone', { variable: 'chat.department', operator: 'equals', value: 'Support' }, ['Support']],
  [
    'no option at all',
    { variable: 'visitor.lastWrapUp', operator: 'isOneOf', value: ['Sold', 'Lost'] },
    ['Sold', 'Lost'],
  ],
  [
    'some of a list',
    { variable: 'visitor.tags', operator: 'includesAny', value: ['vip', 'old', 'new'] },
    ['old', 'new'],
  ],
  ['one of a list', { variable: 'visitor.tags', operator: 'includes', value: 'old' }, ['old']],
  ['not known (yet)', { variable: 'chat.skill', operator: 'equals', value: 'French' }, null],
  ['a part of a name', { variable: 'chat.department', operator: 'contains', value: 'upp' }, null],
  ['nothing typed yet', { variable: 'chat.department', operator: 'equals' }, null],
  ['a number of tags', { variable: 'visitor.tags', operator: 'countAtLeast', value: 2 }, null],
  ['no names of documents', { variable: 'place.city', operator: 'equals', value: 'Ghent' }, null],
])('S-037 names that nothing bears: %s', (_what, condition, names) => {
  expect(findStrangers(condition, thereAre)).toEqual(names === null ? null : { variable: condition.variable, names });
});
