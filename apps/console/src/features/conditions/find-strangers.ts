import type { Condition } from '@foyer/protocol/condition';
import { foldText } from '@foyer/rules/fold-text';

/** Variables whose values are names of the site's own documents. */
export type DocumentVariable = 'chat.department' | 'chat.skill' | 'visitor.tags' | 'visitor.lastWrapUp';

/** The names of all documents behind each; undefined: not known, or others are as likely. */
export type NamesThereAre = Readonly<Record<DocumentVariable, readonly string[] | undefined>>;

const wholeValue = new Set(['equals', 'notEquals', 'isOneOf', 'includes', 'includesAny', 'includesAll']);

/** The names in a condition that nothing on the site bears (any more): it is stored as it is, but hardly means what it says. */
export function findStrangers(
  { variable, operator, value }: Condition,
  thereAre: NamesThereAre,
): { variable: DocumentVariable; names: string[] } | null {
  if (!isDocumentVariable(variable) || !wholeValue.has(operator)) return null;
  const names = findUnknownNames(Array.isArray(value) ? value.map(String) : [String(value ?? '')], thereAre[variable]);
  return names.length === 0 ? null : { variable, names };
}

/** Those of some names that are not among the names there are, whatever the case. */
export function findUnknownNames(names: readonly string[], thereAre: readonly string[] | undefined): string[] {
  if (thereAre === undefined) return [];
  const known = new Set(thereAre.map(foldText));
  return names.filter((name) => name.trim() !== '' && !known.has(foldText(name.trim())));
}

function isDocumentVariable(variable: Condition['variable']): variable is DocumentVariable {
  return (
    variable === 'chat.department' ||
    variable === 'chat.skill' ||
    variable === 'visitor.tags' ||
    variable === 'visitor.lastWrapUp'
  );
}
