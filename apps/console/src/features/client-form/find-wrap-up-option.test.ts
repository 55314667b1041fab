import { expect, test } from 'vitest';
import { findWrapUpOption } from './find-wrap-up-option.ts';

const leaf = (id: string, label: string) => ({ id, label, archived: false, options: [] });
const wrapUp = {
  leavesOnly: true,
  options: [
    { id: 'sales', label: 'Sales', archived: false, options: [leaf('order', 'Order'), leaf('other1', 'Other')] },
    { id: 'help', label: 'Help', archived: false, options: [leaf('other2', 'Other')] },
    { ...leaf('old', 'Old'), archived: true },
  ],
};

test.each<[what: string, wanted: string, answer: object]>([
  ['by id', 'order', { id: 'order' }],
  ['by label, in any case', 'ORDER', { id: 'order' }],
  ['by whole path', 'Help / other', { id: 'other2' }],
  ['by whole path without blanks', 'Sales/Other', { id: 'other1' }],
  ['a label that several have', 'Other', { refused: expect.stringMatching(/several/) }],
  ['a branch, where only leaves can be chosen', 'Sales', { refused: expect.stringMatching(/no wrap-up “Sales”/) }],
  ['an archived one', 'Old', { refused: expect.stringMatching(/no wrap-up/) }],
  ['one that is not there', 'Shoes', { refused: expect.stringMatching(/no wrap-up “Shoes”/) }],
])('S-082 a form sets the wrap-up: %s', (_what, wanted, answer) => {
  expect(findWrapUpOption(wrapUp, wanted)).toEqual(answer);
});
