import type { Condition, VariableName } from '@foyer/protocol/condition';
import { limitsOf } from './judge-number.ts';
import type { Literal } from './lint-literal.ts';
import {
  complement,
  everyNumber,
  intersect,
  type NumberRange,
  noNumber,
  stretch,
  wholeNumbers,
} from './number-range.ts';
import { isDurationVariable, isOfType } from './variable-kind.ts';

/** What a number variable can be at all, by what the engine fills it with. Not here: any number. */
const bounds: Partial<Record<VariableName, { readonly low: number; readonly high?: number; readonly isWhole?: true }>> =
  {
    'page.seconds': { low: 0 },
    'page.scrollDepth': { low: 0, high: 100 },
    'visit.pages': { low: 1, isWhole: true },
    'visit.minutes': { low: 0 },
    'visitor.pages': { low: 1, isWhole: true },
    'visitor.minutes': { low: 0 },
    'visitor.visitNumber': { low: 1, isWhole: true },
    'visitor.chats': { low: 0, isWhole: true },
    'visitor.lastRating': { low: 1, high: 5, isWhole: true },
    'visitor.invitesDeclined': { low: 0, isWhole: true },
    'event.count': { low: 0, isWhole: true },
    'staff.online': { low: 0, isWhole: true },
    'staff.withRoom': { low: 0, isWhole: true },
    'staff.queueLength': { low: 0, isWhole: true },
    'time.hour': { low: 0, high: 23, isWhole: true },
  };

/** Number variables that always hold a number. */
const alwaysKnown: ReadonlySet<VariableName> = new Set([
  'visit.pages',
  'visitor.pages',
  'visitor.visitNumber',
  'visitor.chats',
  'visitor.invitesDeclined',
  'visitor.daysSinceFirstVisit',
  'visit.revenue',
  'visitor.lifetimeRevenue',
  'visit.minutes',
  'visitor.minutes',
  'event.count',
  'staff.online',
  'staff.withRoom',
  'staff.queueLength',
  'time.hour',
]);

/** Numbers with which literals on one fact all turn out as wanted, and whether they do when there is none. */
export interface NumberState {
  readonly range: NumberRange;
  readonly isUnset: boolean;
}

/** Everything that a variable can be. */
export function anyNumber(variable: VariableName): NumberState {
  const bound = bounds[variable];
  const range = bound ? [stretch(bound.low, bound.high ?? Number.POSITIVE_INFINITY)] : everyNumber;
  return { range, isUnset: !alwaysKnown.has(variable) };
}

/** What is left of a state when one more literal has to hold. */
export function narrowNumber(
  state: NumberState,
  { condition, wanted }: Pick<Literal, 'condition' | 'wanted'>,
): NumberState {
  const { variable, operator } = condition;
  const isSetWanted = (operator === 'isSet') === wanted;
  if (operator === 'isSet' || operator === 'isNotSet')
    return isSetWanted ? { ...state, isUnset: false } : { range: noNumber, isUnset: state.isUnset };
  const meets = rangeOf(condition);
  const range = intersect(state.range, wanted ? meets : complement(meets));
  return { range: bounds[variable]?.isWhole ? wholeNumbers(range) : range, isUnset: false };
}

/** Whether nothing is left. */
export function isNumberImpossible({ range, isUnset }: NumberState): boolean {
  return range.length === 0 && !isUnset;
}

function rangeOf(condition: Condition): NumberRange {
  const { variable, operator } = condition;
  const [low, high] = limitsOf(condition);
  // Durations are compared in whole units by these two: three minutes last until the fourth.
  const isDuration = isOfType(variable, 'number') && isDurationVariable(variable);
  const exactly = !isDuration
    ? [stretch(low, low)]
    : Number.isInteger(low)
      ? [stretch(low, low + 1, false, true)]
      : noNumber;
  switch (operator) {
    case '=':
      return exactly;
    case '!=':
      return complement(exactly);
    case '<':
      return [stretch(Number.NEGATIVE_INFINITY, low, false, true)];
    case '<=':
      return [stretch(Number.NEGATIVE_INFINITY, low)];
    case '>':
      return [stretch(low, Number.POSITIVE_INFINITY, true)];
    case '>=':
      return [stretch(low, Number.POSITIVE_INFINITY)];
    case 'between':
      return low > high ? noNumber : [stretch(low, high)];
    default:
      return everyNumber;
  }
}
