import { conditionSchema, type Expression, type Term } from '@foyer/protocol/condition';
import type { DraftGroup, DraftTerm } from './condition-draft.ts';

/** What of a draft can be judged already. */
interface CompleteExpression {
  readonly expression: Expression;
  /** Terms by their path in this expression. */
  readonly terms: ReadonlyMap<string, DraftTerm>;
  /** Whether something was left out since it is not complete. */
  readonly isPartial: boolean;
}

/** A draft without the conditions that lack something yet, and without groups that then hold nothing. */
export function completeExpression(root: DraftGroup): CompleteExpression {
  const terms = new Map<string, DraftTerm>([['', root]]);
  let isPartial = false;

  const read = ({ kind, terms: inner }: DraftGroup, path: string): Expression => {
    const kept: Term[] = [];
    for (const term of inner) {
      const at = `${path === '' ? '' : `${path}.`}${kind}.${kept.length}`;
      if (term.type === 'condition') {
        if (conditionSchema.safeParse(term.condition).success && !isBlank(term.condition.value)) {
          terms.set(at, term);
          kept.push(term.condition);
        } else isPartial = true;
        continue;
      }
      const group = read(term, at);
      if (term.terms.length > 0 && isEmpty(group)) continue;
      terms.set(at, term);
      kept.push(group);
    }
    return kind === 'all' ? { all: kept } : kind === 'any' ? { any: kept } : { none: kept };
  };
  const expression = read(root, '');
  return { expression, terms, isPartial };
}

function isBlank(value: unknown): boolean {
  return (Array.isArray(value) ? value : [value]).some((one) => typeof one === 'string' && one.trim() === '');
}

function isEmpty(expression: Expression): boolean {
  return Object.values(expression).every((terms: Term[]) => terms.length === 0);
}
