import type { Expression, Term } from '@foyer/protocol/condition';
import { describe, expect, test } from 'vitest';
import {
  countConditions,
  fromDraft,
  heightOf,
  listTerms,
  moveTerm,
  replaceTerm,
  toDraft,
  wrapTerm,
} from './condition-draft.ts';

/** Conditions are told apart by their letter. */
const leaf = (letter: string): Term => ({ variable: 'page.title', operator: 'equals', value: letter });
const read = (expression: Expression | Term): string => {
  if ('variable' in expression) return String(expression.value);
  const [kind, terms] = Object.entries(expression)[0] as [string, Term[]];
  return `${kind}(${terms.map(read).join(' ')})`;
};
const nested: Expression = { all: [leaf('a'), { any: [leaf('b'), leaf('c')] }, leaf('d')] };

function idOf(draft: ReturnType<typeof toDraft>, letter: string): string {
  const found = listTerms(draft).find(({ term }) => term.type === 'condition' && term.condition.value === letter);
  return found?.term.id ?? '';
}

describe('S-037 editing an expression', () => {
  test('what is not edited comes out as it went in; nothing is a group of nothing', () => {
    expect(fromDraft(toDraft(nested))).toEqual(nested);
    expect(fromDraft(toDraft(null))).toEqual({ all: [] });
    expect([heightOf(toDraft(nested)), countConditions(toDraft(nested))]).toEqual([2, 4]);
  });

  test('terms are named by the paths that the server names them by', () => {
    expect(listTerms(toDraft(nested)).map(({ path }) => path)).toEqual([
      '',
      'all.0',
      'all.1',
      'all.1.any.0',
      'all.1.any.1',
      'all.2',
    ]);
  });

  test.each<[letter: string, direction: 'up' | 'down', result: string | null]>([
    ['a', 'up', null],
    ['a', 'down', 'all(any(a b c) d)'],
    ['b', 'up', 'all(a b any(c) d)'],
    ['b', 'down', 'all(a any(c b) d)'],
    ['c', 'down', 'all(a any(b) c d)'],
    ['d', 'up', 'all(a any(b c d))'],
    ['d', 'down', null],
  ])('%s moves %s: %s', (letter, direction, result) => {
    const draft = toDraft(nested);
    const moved = moveTerm(draft, idOf(draft, letter), direction, 5);
    expect(moved && read(fromDraft(moved))).toBe(result);
  });

  test('a group passes by another that is too deep to take it', () => {
    const draft = toDraft({ all: [{ none: [leaf('a')] }, { any: [leaf('b')] }] });
    const [first] = draft.terms;
    expect(read(fromDraft(moveTerm(draft, first?.id ?? '', 'down', 2) ?? draft))).toBe('all(any(b) none(a))');
    expect(read(fromDraft(moveTerm(draft, first?.id ?? '', 'down', 3) ?? draft))).toBe('all(any(none(a) b))');
  });

  test('a term is wrapped in a group of its own, unless that were too deep', () => {
    const draft = toDraft(nested);
    const wrapped = wrapTerm(draft, idOf(draft, 'b'), 3);
    expect(wrapped && read(fromDraft(wrapped.root))).toBe('all(a any(any(b) c) d)');
    expect(wrapTerm(draft, idOf(draft, 'b'), 2)).toBeNull();
  });

  test('what is not changed stays the same thing', () => {
    const draft = toDraft(nested);
    const next = replaceTerm(draft, idOf(draft, 'd'), () => null);
    expect(read(fromDraft(next))).toBe('all(a any(b c))');
    expect(next.terms[1]).toBe(draft.terms[1]);
  });
});
