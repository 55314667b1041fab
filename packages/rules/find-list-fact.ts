import { assertNever } from '@foyer/protocol/assert-never';
import type { VariableOf } from './variable-kind.ts';

/** What a list variable holds; null: missing, or not known in this version. */
export function findListFact(variable: VariableOf<'list'>): readonly string[] | null {
  switch (variable) {
    // No fact is gathered for these yet.
    case 'visitor.prospectTypes':
    case 'visitor.tags':
      return null;
    default:
      return assertNever(variable);
  }
}
