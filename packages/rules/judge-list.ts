import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition } from '@foyer/protocol/condition';
import { foldText } from './fold-text.ts';
import type { OperatorOf } from './operator-kind.ts';

type ListOperator = Exclude<OperatorOf<'list'>, 'isSet' | 'isNotSet'>;

/** Compiles the test of a list, without regard to case. */
export function compileListTest(condition: Condition, operator: ListOperator): (members: readonly string[]) => boolean {
  const { value } = condition;
  const wanted = (Array.isArray(value) ? value : [value ?? '']).map((one) => foldText(String(one)));
  const includes = (members: readonly string[]) => {
    const folded = new Set(members.map(foldText));
    return (one: string) => folded.has(one);
  };
  switch (operator) {
    case 'includes':
    case 'includesAll':
      return (members) => wanted.every(includes(members));
    case 'includesAny':
      return (members) => wanted.some(includes(members));
    case 'countAtLeast':
      return (members) => members.length >= Number(value);
    case 'countAtMost':
      return (members) => members.length <= Number(value);
    default:
      return assertNever(operator);
  }
}
