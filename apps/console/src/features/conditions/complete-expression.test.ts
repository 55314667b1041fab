import type { Expression, Term } from '@foyer/protocol/condition';
import { describe, expect, test } from 'vitest';
import { completeExpression } from './complete-expression.ts';
import { toDraft } from './condition-draft.ts';

const pages: Term = { variable: 'visit.pages', operator: '>=', value: 3 };
const noValue: Term = { variable: 'visit.pages', operator: '>=' };
const blank: Term = { variable: 'page.title', operator: 'contains', value: ' ' };
const noName: Term = { variable: 'page.query', name: '', operator: 'isSet' };

describe('S-037 what can be judged while it is edited', () => {
  test.each<[what: string, draft: Expression, judged: Expression, isPartial: boolean]>([
    ['all of it', { all: [pages, { any: [pages] }] }, { all: [pages, { any: [pages] }] }, false],
    ['not what lacks a value', { all: [noValue, pages, blank] }, { all: [pages] }, true],
    ['not what lacks a name', { any: [noName, pages] }, { any: [pages] }, true],
    ['nor a group of nothing else', { all: [{ any: [noValue] }, pages] }, { all: [pages] }, true],
    ['but one that is empty as such', { all: [{ none: [] }, pages] }, { all: [{ none: [] }, pages] }, false],
    ['nothing', { all: [noValue] }, { all: [] }, true],
  ])('%s', (_what, draft, judged, isPartial) =>
    expect(completeExpression(toDraft(draft))).toMatchObject({ expression: judged, isPartial }),
  );

  test('terms are found by the paths of what is judged', () => {
    const draft = toDraft({ all: [noValue, { any: [blank, pages] }] });
    const [, group] = draft.terms;
    const { terms } = completeExpression(draft);
    expect([...terms.keys()]).toEqual(['', 'all.0.any.0', 'all.0']);
    expect(terms.get('all.0')).toBe(group);
    expect(terms.get('all.0.any.0')).toBe(group?.type === 'group' ? group.terms[1] : null);
  });
});
