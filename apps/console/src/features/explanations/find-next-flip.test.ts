import { expect, test } from 'vitest';
import { findNextFlip } from './find-next-flip.ts';

const condition = (flipsAt: number | null) => ({ label: 'x', fact: 'y', verdict: false, wanted: true, flipsAt });

test.each<[what: string, rules: Parameters<typeof findNextFlip>[0], at: number | null]>([
  ['no rule', [], null],
  ['nothing depends on time', [{ flipsAt: null, blocked: [condition(null)] }], null],
  ['nothing can make it true', [{ flipsAt: null, blocked: null }], null],
  [
    'the first verdict',
    [
      { flipsAt: 70, blocked: [] },
      { flipsAt: 50, blocked: [] },
    ],
    50,
  ],
  ['a condition that changes before the verdict does', [{ flipsAt: 70, blocked: [condition(60), condition(70)] }], 60],
])('%s: %j', (_what, rules, at) => expect(findNextFlip(rules)).toBe(at));
