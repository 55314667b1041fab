import { describe, expect, test } from 'vitest';
import type { Explanation } from './explanation.ts';
import { allOf, anyOf, explainGroup, not } from './three-valued.ts';
import type { Verdict } from './visit.ts';

const u = 'unknown' as const;

describe('S-037 three-valued logic', () => {
  test.each<[parts: Verdict[], all: Verdict, any: Verdict, none: Verdict]>([
    [[], true, true, true],
    [[true], true, true, false],
    [[false], false, false, true],
    [[u], u, u, u],
    [[true, false], false, true, false],
    [[true, u], u, true, false],
    [[false, u], false, u, u],
    [[false, u, true], false, true, false],
  ])('%j: all %s, any %s, none %s', (parts, all, any, none) => {
    const explanations = parts.map(
      (verdict): Explanation => ({ label: 'x', verdict, fact: '', flipsAt: null, parts: [] }),
    );
    expect([
      explainGroup('all', explanations).verdict,
      explainGroup('any', explanations).verdict,
      explainGroup('none', explanations).verdict,
    ]).toEqual([all, any, none]);
  });

  test('without the rule for empty groups: all of none is true, any of none is false', () => {
    expect([allOf([]), anyOf([]), not(true), not(false), not(u)]).toEqual([true, false, false, true, u]);
  });

  test.each<[rule: string, label: 'all' | 'any' | 'none', parts: [Verdict, number | null][], flipsAt: number | null]>([
    [
      'the first part that flips',
      'all',
      [
        [false, 70],
        [true, 50],
      ],
      50,
    ],
    [
      'never, once a false part that stays settles it',
      'all',
      [
        [false, 70],
        [false, null],
      ],
      null,
    ],
    [
      'never, once a true part that stays settles it',
      'any',
      [
        [false, 70],
        [true, null],
      ],
      null,
    ],
    [
      'never, once a true part that stays settles none',
      'none',
      [
        [false, 70],
        [true, null],
      ],
      null,
    ],
    [
      'an unknown part settles nothing',
      'all',
      [
        [u, null],
        [false, 70],
      ],
      70,
    ],
    ['no part on time', 'all', [[true, null]], null],
  ])('flips: %s', (_rule, label, parts, flipsAt) => {
    const explanations = parts.map(
      ([verdict, flip]): Explanation => ({ label: 'x', verdict, fact: '', flipsAt: flip, parts: [] }),
    );
    expect(explainGroup(label, explanations).flipsAt).toBe(flipsAt);
  });
});
