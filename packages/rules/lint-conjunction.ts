import type { VariableName } from '@foyer/protocol/condition';
import { areAddressesImpossible } from './lint-addresses.ts';
import { areDatesImpossible, areWeekdaysImpossible } from './lint-dates.ts';
import { areListsImpossible } from './lint-lists.ts';
import { factKey, type Literal } from './lint-literal.ts';
import { anyNumber, isNumberImpossible, narrowNumber } from './lint-numbers.ts';
import { arePagesImpossible, areTextsImpossible } from './lint-texts.ts';
import { isOfType, isPageVariable } from './variable-kind.ts';

/** Yes/no variables that always hold one of the two. */
const alwaysKnown: ReadonlySet<VariableName> = new Set([
  'visit.invited',
  'visitor.isNew',
  'visitor.isProspect',
  'visitor.isCustomer',
  'source.isSearch',
  'chat.open',
  'chat.pending',
  'event.happened',
]);

/** Whether the variable always holds something, so that a condition on it is true or false, never unknown. */
export function isAlwaysKnown(variable: VariableName): boolean {
  if (isOfType(variable, 'yesNo')) return alwaysKnown.has(variable);
  if (isOfType(variable, 'number')) return !anyNumber(variable).isUnset;
  return (
    isOfType(variable, 'date') || isOfType(variable, 'list') || variable === 'page.current' || variable === 'page.entry'
  );
}

/**
 * Whether conditions can't all turn out as wanted at once, whatever the visit. Sure when it says so; when it does not, they
 * may still not. `fromDay`: a day (number since 1970) before which nobody asks any more; null: any day counts.
 */
export function isImpossible(literals: readonly Literal[], fromDay: number | null = null): boolean {
  const facts = Map.groupBy(literals.flatMap(withConsequences), ({ condition }) => factKey(condition));
  return [...facts.values()].some((ofFact) => areImpossible(ofFact, fromDay) || areOpposites(ofFact));
}

function areImpossible(literals: readonly Literal[], fromDay: number | null): boolean {
  const variable = literals[0]?.condition.variable;
  if (variable === undefined) return false;
  if (isOfType(variable, 'number')) return isNumberImpossible(literals.reduce(narrowNumber, anyNumber(variable)));
  if (isOfType(variable, 'list')) return areListsImpossible(literals);
  if (isOfType(variable, 'address')) return areAddressesImpossible(literals);
  if (isOfType(variable, 'date'))
    return variable === 'time.weekday' ? areWeekdaysImpossible(literals) : areDatesImpossible(literals, fromDay);
  if (isOfType(variable, 'yesNo'))
    return literals.some((one) => literals.some((other) => isYesWanted(one) !== isYesWanted(other)));
  if (!isPageVariable(variable)) return areTextsImpossible(literals);
  // Of several pages one can be this and another that.
  return (variable === 'page.current' || variable === 'page.entry') && arePagesImpossible(literals);
}

/** The same condition, wanted both ways. */
function areOpposites(literals: readonly Literal[]): boolean {
  return literals.some((one) =>
    literals.some(
      (other) => one.wanted && !other.wanted && JSON.stringify(one.condition) === JSON.stringify(other.condition),
    ),
  );
}

function isYesWanted({ condition, wanted }: Literal): boolean {
  return (condition.operator === 'isTrue') === wanted;
}

/** A literal, and what it says of other variables. */
function withConsequences(literal: Literal): Literal[] {
  const { variable, operator, name } = literal.condition;
  const also = (condition: Literal['condition']): Literal[] => [
    literal,
    { condition, wanted: true, path: literal.path },
  ];
  if (variable === 'visitor.isNew')
    return also({ variable: 'visitor.visitNumber', operator: isYesWanted(literal) ? '=' : '>', value: 1 });
  if (variable === 'event.happened')
    return also({ variable: 'event.count', name, operator: isYesWanted(literal) ? '>' : '=', value: 0 });
  // Nobody's first visit has one before it.
  if (
    variable === 'visitor.daysSinceLastVisit' &&
    !(operator === 'isNotSet' && literal.wanted) &&
    !(operator === 'isSet' && !literal.wanted)
  )
    return also({ variable: 'visitor.visitNumber', operator: '>', value: 1 });
  return [literal];
}
