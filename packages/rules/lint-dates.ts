import type { Literal } from './lint-literal.ts';
import { complement, everyNumber, intersect, type NumberRange, stretch } from './number-range.ts';
import { weekdays } from './site-time.ts';

const dayMs = 86_400_000;
const noon = dayMs / 2;

/** Whether literals on the weekday can't all turn out as wanted. */
export function areWeekdaysImpossible(literals: readonly Pick<Literal, 'condition' | 'wanted'>[]): boolean {
  return !weekdays.some((weekday) =>
    literals.every(({ condition, wanted }) => {
      const days = [condition.value ?? ''].flat().map((day) => String(day).trim().toLowerCase());
      return days.some((day) => day === weekday || day === weekday.slice(0, 3)) === wanted;
    }),
  );
}

/**
 * Whether literals on the date can't all turn out as wanted, from a day on (number of days since 1970; null: on any day). Values
 * with a time of day are left aside.
 */
export function areDatesImpossible(
  literals: readonly Pick<Literal, 'condition' | 'wanted'>[],
  fromDay: number | null,
): boolean {
  let days: NumberRange = fromDay === null ? everyNumber : [stretch(fromDay, Number.POSITIVE_INFINITY)];
  for (const { condition, wanted } of literals) {
    const allowed = daysOf(condition);
    if (allowed !== null) days = intersect(days, wanted ? allowed : complement(allowed));
  }
  return days.length === 0;
}

/** Days, by their noon so that ends are clear; null: can't be told by days. */
function daysOf({ operator, value }: Literal['condition']): NumberRange | null {
  if (operator === 'withinLastDays') return everyNumber;
  const days = [value ?? ''].flat().map((one) => readDay(String(one)));
  const [first, last] = days;
  if (first === undefined || days.some((day) => day === null)) return null;
  const from = first ?? 0;
  const to = last ?? from;
  switch (operator) {
    case 'before':
      return [stretch(Number.NEGATIVE_INFINITY, from, false, true)];
    case 'after':
      return [stretch(from + 1, Number.POSITIVE_INFINITY)];
    case 'between':
      return from > to ? [] : [stretch(from, to + 1, false, true)];
    case 'isOneOf':
      return days.map((day) => stretch(day ?? 0, (day ?? 0) + 1, false, true));
    default:
      return null;
  }
}

function readDay(value: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const at = Date.parse(`${value}T12:00:00Z`);
  return Number.isNaN(at) ? null : (at - noon) / dayMs;
}
