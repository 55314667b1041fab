import { foldText } from './fold-text.ts';
import type { Literal } from './lint-literal.ts';

/** Whether literals on one list can't all turn out as wanted. */
export function areListsImpossible(literals: readonly Pick<Literal, 'condition' | 'wanted'>[]): boolean {
  const members = new Set<string>();
  const strangers = new Set<string>();
  const someOf: string[][] = [];
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (const { condition, wanted } of literals) {
    const values = [condition.value ?? ''].flat().map((one) => foldText(String(one)));
    const number = Number(condition.value);
    switch (condition.operator) {
      case 'includes':
      case 'includesAll':
        if (wanted) for (const value of values) members.add(value);
        else if (values.length === 1) strangers.add(values[0] ?? '');
        break;
      case 'includesAny':
        if (wanted) someOf.push(values);
        else for (const value of values) strangers.add(value);
        break;
      case 'countAtLeast':
        if (wanted) least = Math.max(least, number);
        else most = Math.min(most, number - 1);
        break;
      case 'countAtMost':
        if (wanted) most = Math.min(most, number);
        else least = Math.max(least, number + 1);
        break;
      case 'isSet':
      case 'isNotSet':
        if ((condition.operator === 'isSet') === wanted) least = Math.max(least, 1);
        else most = Math.min(most, 0);
        break;
      default:
        break;
    }
  }
  const needed = Math.max(least, members.size, someOf.length > 0 ? 1 : 0);
  return (
    needed > most ||
    [...members].some((member) => strangers.has(member)) ||
    someOf.some((values) => values.every((value) => strangers.has(value)))
  );
}
