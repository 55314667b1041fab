import type { Condition } from '@foyer/protocol/condition';
import { compileTextTest, foldedValues, positiveTextOperator, type TextTest } from './judge-text.ts';
import type { Literal } from './lint-literal.ts';
import { normaliseAddress } from './normalise-address.ts';
import { pageOf, readPageAddress } from './page-pattern.ts';

type TextLiteral = Pick<Literal, 'condition' | 'wanted'>;

/** Whether literals on one text can't all turn out as wanted. */
export function areTextsImpossible(literals: readonly TextLiteral[]): boolean {
  const wantsUnset = literals.some(({ condition, wanted }) => isUnsetWanted(condition, wanted) === true);
  const wantsSet = literals.some(({ condition, wanted }) => isUnsetWanted(condition, wanted) !== true);
  if (wantsUnset) return wantsSet;
  const compared = literals.flatMap((literal) => readText(literal) ?? []);
  const lists = compared.flatMap(({ values }) => (values === null ? [] : [values]));
  if (lists.length > 0) return !candidates(lists).some((text) => compared.every(({ meets }) => meets(text)));
  return compared.some((one, index) => compared.slice(index + 1).some((other) => areApart(one, other)));
}

/** Whether literals on one page address can't all turn out as wanted: by the paths that they ask it to be. */
export function arePagesImpossible(literals: readonly TextLiteral[]): boolean {
  const exact = literals.filter(
    ({ condition: { operator } }) => operator === 'equals' || operator === 'isOneOf' || operator === 'notEquals',
  );
  const paths = ({ condition }: TextLiteral) =>
    new Set([condition.value ?? ''].flat().map((one) => pathOf(String(one))));
  const isEqual = ({ condition, wanted }: TextLiteral) => (condition.operator === 'notEquals') !== wanted;
  const lists = exact.filter(isEqual).map((literal) => [...paths(literal)]);
  return lists.length > 0 && candidates(lists).length === 0;
}

/** True: it wants that there is no text; false: that there is one, whichever; null: one that compares. */
function isUnsetWanted({ operator }: Condition, wanted: boolean): boolean | null {
  if (operator === 'isSet') return !wanted;
  return operator === 'isNotSet' ? wanted : null;
}

/** What a literal asks of a text. */
interface AskedText {
  /** Texts of which it must be one; null: it names none. */
  readonly values: readonly string[] | null;
  readonly meets: (text: string) => boolean;
  readonly start: string | null;
  readonly end: string | null;
  readonly part: string | null;
  readonly without: string | null;
}

/** Null: nothing that can be told here, such as a regular expression, which sees the case of letters. */
function readText({ condition, wanted }: TextLiteral): AskedText | null {
  const { operator } = condition;
  if (operator === 'isSet' || operator === 'isNotSet' || operator === 'matchesExpression') return null;
  const positive = positiveTextOperator(operator as Parameters<typeof positiveTextOperator>[0]);
  const holds = positive.negated !== wanted;
  const test: TextTest = compileTextTest(condition, positive.operator);
  const [value = ''] = foldedValues(condition);
  const isPart =
    positive.operator === 'contains' || positive.operator === 'startsWith' || positive.operator === 'endsWith';
  return {
    values:
      holds && (positive.operator === 'equals' || positive.operator === 'isOneOf') ? foldedValues(condition) : null,
    meets: (text) => test(text) === holds,
    start: holds && positive.operator === 'startsWith' ? value : null,
    end: holds && positive.operator === 'endsWith' ? value : null,
    part: holds && isPart ? value : null,
    without: !holds && positive.operator === 'contains' ? value : null,
  };
}

/** Texts that are in every list. */
function candidates(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((text) => others.every((list) => list.includes(text)));
}

function areApart(one: AskedText, other: AskedText): boolean {
  if (
    one.start !== null &&
    other.start !== null &&
    !one.start.startsWith(other.start) &&
    !other.start.startsWith(one.start)
  )
    return true;
  if (one.end !== null && other.end !== null && !one.end.endsWith(other.end) && !other.end.endsWith(one.end))
    return true;
  return isForbidden(one.part, other.without) || isForbidden(other.part, one.without);
}

function isForbidden(part: string | null, without: string | null): boolean {
  return part !== null && without !== null && part.includes(without);
}

/** Addresses may be written whole or from their path on, with the leading slash or without; hosts are left aside. */
function pathOf(value: string): string {
  return pageOf(readPageAddress(normaliseAddress(value)), true).pathAndQuery;
}
