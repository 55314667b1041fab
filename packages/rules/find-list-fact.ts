import { assertNever } from '@foyer/protocol/assert-never';
import type { Moment } from './moment.ts';
import type { VariableOf } from './variable-kind.ts';

/** What a list variable holds; null: missing, or not known in this version. */
export function findListFact(variable: VariableOf<'list'>, { visit: { visitor } }: Moment): readonly string[] | null {
  switch (variable) {
    case 'visitor.prospectTypes':
      return Object.values(visitor.prospectTypes);
    case 'visitor.tags':
      return visitor.tags;
    default:
      return assertNever(variable);
  }
}
