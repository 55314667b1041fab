import { type Condition, type Expression, type Term, termsOf } from '@foyer/protocol/condition';

export type GroupKind = 'all' | 'any' | 'none';

/** A condition while it is edited. The id names it on the screen, wherever it moves. */
export interface DraftCondition {
  readonly type: 'condition';
  readonly id: string;
  readonly condition: Condition;
}

/** A group while it is edited. */
export interface DraftGroup {
  readonly type: 'group';
  readonly id: string;
  readonly kind: GroupKind;
  readonly terms: readonly DraftTerm[];
}

export type DraftTerm = DraftCondition | DraftGroup;

/** Where a term stands: its group, and its place in it. */
export interface TermPlace {
  readonly groupId: string;
  readonly index: number;
}

let made = 0;

function newTermId(): string {
  made += 1;
  return `term-${made}`;
}

export function draftCondition(condition: Condition): DraftCondition {
  return { type: 'condition', id: newTermId(), condition };
}

export function draftGroup(kind: GroupKind, terms: readonly DraftTerm[]): DraftGroup {
  return { type: 'group', id: newTermId(), kind, terms };
}

export function kindOf(expression: Expression): GroupKind {
  return 'all' in expression ? 'all' : 'any' in expression ? 'any' : 'none';
}

/** An expression as it is edited; null: a group of nothing. */
export function toDraft(expression: Expression | null): DraftGroup {
  return expression === null
    ? draftGroup('all', [])
    : draftGroup(kindOf(expression), termsOf(expression).map(toDraftTerm));
}

function toDraftTerm(term: Term): DraftTerm {
  return 'variable' in term ? draftCondition(term) : toDraft(term);
}

/** The expression that a draft stands for. */
export function fromDraft({ kind, terms }: DraftGroup): Expression {
  const inner = terms.map((term): Term => (term.type === 'condition' ? term.condition : fromDraft(term)));
  return kind === 'all' ? { all: inner } : kind === 'any' ? { any: inner } : { none: inner };
}

/** Every term, the outermost group first, with the path that the server's faults and verdicts name it by: `all.0.any.1`. */
export function listTerms(group: DraftGroup, path = ''): { path: string; term: DraftTerm }[] {
  return [
    { path, term: group },
    ...group.terms.flatMap((term, index) => {
      const at = `${path === '' ? '' : `${path}.`}${group.kind}.${index}`;
      return term.type === 'condition' ? [{ path: at, term }] : listTerms(term, at);
    }),
  ];
}

/** Groups one inside another, the group itself included; 0 for a condition. */
export function heightOf(term: DraftTerm): number {
  return term.type === 'condition' ? 0 : 1 + Math.max(0, ...term.terms.map(heightOf));
}

export function countConditions(term: DraftTerm): number {
  return term.type === 'condition' ? 1 : term.terms.reduce((sum, one) => sum + countConditions(one), 0);
}

/** The draft with one term replaced; null takes it out. */
export function replaceTerm(group: DraftGroup, id: string, change: (term: DraftTerm) => DraftTerm | null): DraftGroup {
  let changed = false;
  const terms = group.terms.flatMap((term): DraftTerm[] => {
    if (term.id === id) {
      changed = true;
      const next = change(term);
      return next === null ? [] : [next];
    }
    if (term.type === 'condition') return [term];
    const next = replaceTerm(term, id, change);
    changed ||= next !== term;
    return [next];
  });
  return changed ? { ...group, terms } : group;
}

/** The draft with one group changed, which may be the outermost. */
export function replaceGroup(root: DraftGroup, id: string, change: (group: DraftGroup) => DraftGroup): DraftGroup {
  if (root.id === id) return change(root);
  return replaceTerm(root, id, (term) => (term.type === 'group' ? change(term) : term));
}

/** Puts a term at a place; at the end of everything when the group is gone. */
export function insertTerm(root: DraftGroup, { groupId, index }: TermPlace, term: DraftTerm): DraftGroup {
  const insert = (group: DraftGroup) => ({ ...group, terms: group.terms.toSpliced(index, 0, term) });
  const next = replaceGroup(root, groupId, insert);
  return next === root ? { ...root, terms: [...root.terms, term] } : next;
}

/** Where a term stands; null: it is not in the draft, or it is the outermost group. */
export function findPlace(group: DraftGroup, id: string): TermPlace | null {
  const index = group.terms.findIndex((term) => term.id === id);
  if (index !== -1) return { groupId: group.id, index };
  for (const term of group.terms) {
    const place = term.type === 'group' ? findPlace(term, id) : null;
    if (place !== null) return place;
  }
  return null;
}

/** A term and everything in it under new ids. */
export function copyTerm(term: DraftTerm): DraftTerm {
  return term.type === 'condition' ? draftCondition(term.condition) : draftGroup(term.kind, term.terms.map(copyTerm));
}

/**
 * Moves a term one step as it is read: past a condition, into a group that comes next, or out of its own. Null: it can't go
 * further. A group too deep to take it is passed by.
 */
export function moveTerm(root: DraftGroup, id: string, direction: 'up' | 'down', maxDepth: number): DraftGroup | null {
  const place = findPlace(root, id);
  if (place === null) return null;
  const { groupId, index } = place;
  const group = listTerms(root).find(({ term }) => term.id === groupId)?.term;
  if (group?.type !== 'group') return null;
  const term = group.terms[index];
  if (term === undefined) return null;
  const without = replaceTerm(root, id, () => null);
  const next = group.terms[direction === 'up' ? index - 1 : index + 1];
  if (next === undefined) {
    const around = findPlace(root, groupId);
    return around === null
      ? null
      : insertTerm(without, { ...around, index: around.index + (direction === 'up' ? 0 : 1) }, term);
  }
  if (next.type === 'group') {
    const entered = insertTerm(without, { groupId: next.id, index: direction === 'up' ? next.terms.length : 0 }, term);
    if (heightOf(entered) <= maxDepth) return entered;
  }
  return insertTerm(without, { groupId, index: direction === 'up' ? index - 1 : index + 1 }, term);
}

/** Puts a term into a group of its own; null: that would be too deep. */
export function wrapTerm(root: DraftGroup, id: string, maxDepth: number): { root: DraftGroup; groupId: string } | null {
  let groupId = '';
  const wrapped = replaceTerm(root, id, (term) => {
    const group = draftGroup('any', [term]);
    groupId = group.id;
    return group;
  });
  return groupId === '' || heightOf(wrapped) > maxDepth ? null : { root: wrapped, groupId };
}
