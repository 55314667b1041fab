import { expect, test } from 'vitest';
import { termAt } from './term-at.ts';

const isGb = { variable: 'place.country', operator: 'equals', value: 'GB' };
const document = { name: 'x', conditions: { all: [{ none: [isGb] }] }, autoSend: { conditions: null, pages: ['*'] } };

test.each([
  ['conditions.all.0.none.0', { all: [isGb] }],
  ['conditions.all.0', { none: [isGb] }],
  ['conditions', { all: [{ none: [isGb] }] }],
  ['conditions.all.3', null],
  ['autoSend.conditions', null],
  ['autoSend.pages', null],
  ['name', null],
  ['nothing.at.all', null],
  [null, null],
])('what stands at %s', (path, expected) => {
  expect(termAt(document, path)).toEqual(expected);
});
