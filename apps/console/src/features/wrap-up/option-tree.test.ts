import type { WrapUpOption } from '@foyer/protocol/wrap-up';
import { expect, test } from 'vitest';
import {
  addAfter,
  addBelow,
  changeOption,
  depthOfDrop,
  dropOption,
  faultsByOption,
  fromRows,
  removeOption,
  stepOption,
  toRows,
} from './option-tree.ts';

/** A tree from lines: two blanks for each level; the label is the id. */
function tree(text: string): WrapUpOption[] {
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const label = line.trim();
      return { option: { id: label, label, archived: false, options: [] }, depth: line.search(/\S/) / 2 };
    });
  return fromRows(rows);
}
const text = (options: readonly WrapUpOption[]) =>
  toRows(options)
    .map(({ option, depth }) => `${'  '.repeat(depth)}${option.label}`)
    .join('\n');

const start = tree(`
Sales
  New
  Old
    Lost
Support
`);
const fresh = { id: 'X', label: 'X', archived: false, options: [] };

test.each<[what: string, changed: WrapUpOption[], expected: string]>([
  ['rows and back', fromRows(toRows(start)), 'Sales\n  New\n  Old\n    Lost\nSupport'],
  ['rename', changeOption(start, 'Lost', { label: 'Gone' }), 'Sales\n  New\n  Old\n    Gone\nSupport'],
  ['remove a branch', removeOption(start, 'Old'), 'Sales\n  New\nSupport'],
  ['add at the end', addAfter(start, null, fresh), 'Sales\n  New\n  Old\n    Lost\nSupport\nX'],
  ['add beside', addAfter(start, 'New', fresh), 'Sales\n  New\n  X\n  Old\n    Lost\nSupport'],
  ['add below', addBelow(start, 'New', fresh), 'Sales\n  New\n    X\n  Old\n    Lost\nSupport'],
  ['up', stepOption(start, 'Old', 'up'), 'Sales\n  Old\n    Lost\n  New\nSupport'],
  ['up from the first place', stepOption(start, 'New', 'up'), 'Sales\n  New\n  Old\n    Lost\nSupport'],
  ['down', stepOption(start, 'Sales', 'down'), 'Support\nSales\n  New\n  Old\n    Lost'],
  ['down from the last place', stepOption(start, 'Support', 'down'), 'Sales\n  New\n  Old\n    Lost\nSupport'],
  ['in: below the one before', stepOption(start, 'Old', 'in'), 'Sales\n  New\n    Old\n      Lost\nSupport'],
  ['in: nothing before it', stepOption(start, 'New', 'in'), 'Sales\n  New\n  Old\n    Lost\nSupport'],
  ['out: behind its branch', stepOption(start, 'New', 'out'), 'Sales\n  Old\n    Lost\nNew\nSupport'],
  ['out: at the top already', stepOption(start, 'Support', 'out'), 'Sales\n  New\n  Old\n    Lost\nSupport'],
  [
    'dragged up, as deep as it was',
    dropOption(start, 'Support', 'New', 0, 5),
    'Sales\n  Support\n  New\n  Old\n    Lost',
  ],
  [
    'dragged below the last row, deeper',
    dropOption(start, 'New', 'Support', 1, 5),
    'Sales\n  Old\n    Lost\nSupport\n  New',
  ],
  ['dragged with all below it', dropOption(start, 'Old', 'New', 1, 5), 'Sales\n  Old\n    Lost\n  New\nSupport'],
  [
    'dragged to the right only',
    dropOption(start, 'Support', 'Support', 1, 5),
    'Sales\n  New\n  Old\n    Lost\n  Support',
  ],
  ['dragged to the left only', dropOption(start, 'Old', 'Old', 0, 5), 'Sales\n  New\nOld\n  Lost\nSupport'],
  [
    'not deeper than is allowed',
    dropOption(start, 'Support', 'Support', 9, 2),
    'Sales\n  New\n  Old\n    Lost\n  Support',
  ],
])('%s', (_what, changed, expected) => {
  expect(text(changed)).toBe(expected);
});

test.each<[id: string, over: string, wanted: number, depth: number]>([
  ['Support', 'Support', 7, 3],
  ['Support', 'Sales', 7, 0],
  ['Sales', 'Support', 0, 0],
])('%s over %s, wanted at depth %i, would stand at %i', (id, over, wanted, depth) => {
  expect(depthOfDrop(start, id, over, wanted, 5)).toBe(depth);
});

test('faults find the option that they are about', () => {
  const errors = [
    { path: 'options.0.options.1.label', message: 'is there twice' },
    { path: 'options', message: 'add one' },
    { path: 'link.url', message: 'is needed' },
  ];
  expect(faultsByOption(errors, start)).toEqual({ Old: 'is there twice', '': 'add one' });
});
