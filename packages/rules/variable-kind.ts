import { type VariableName, type VariableType, variables } from '@foyer/protocol/condition';

/** The variables of one type. */
export type VariableOf<T extends VariableType> = {
  [Name in VariableName]: (typeof variables)[Name]['type'] extends T ? Name : never;
}[VariableName];

/** Text variables that hold page addresses, which are compared in several forms. */
export type PageVariable = 'page.current' | 'page.anyThisVisit' | 'page.anyEver' | 'page.entry';
export type PlainTextVariable = Exclude<VariableOf<'text'>, PageVariable>;

/** Number variables that grow with the time for which pages are visible. */
export type DurationVariable = 'page.seconds' | 'visit.minutes' | 'visitor.minutes';
export type PlainNumberVariable = Exclude<VariableOf<'number'>, DurationVariable | 'time.hour'>;

/** Narrows a variable to those of a type. */
export function isOfType<T extends VariableType>(
  variable: VariableName,
  type: T,
): variable is VariableOf<T> & VariableName {
  return variables[variable].type === type;
}

/** Whether the variable holds page addresses. */
export function isPageVariable(variable: VariableOf<'text'>): variable is PageVariable {
  return (
    variable === 'page.current' ||
    variable === 'page.anyThisVisit' ||
    variable === 'page.anyEver' ||
    variable === 'page.entry'
  );
}

/** Whether the variable grows while pages are visible. */
export function isDurationVariable(variable: VariableOf<'number'>): variable is DurationVariable {
  return variable === 'page.seconds' || variable === 'visit.minutes' || variable === 'visitor.minutes';
}
