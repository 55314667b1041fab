import type { Condition } from '@foyer/protocol/condition';
import {
  compileTextTest,
  foldedValues,
  type PositiveTextOperator,
  positiveTextOperator,
} from '@foyer/rules/judge-text';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { type SqlBool, sql } from 'kysely';
import { alwaysUnknown, type Claim, no, opposite, type Truth, yes } from './filter-truth.ts';
import {
  among,
  contains,
  type FilterContext,
  inRange,
  isAscii,
  listDistinct,
  lowered,
  ofVisit,
  type Subject,
} from './filter-values.ts';

/** A text that is known of visits. An empty one is a missing one. */
export interface TextFact {
  /** Visits whose text is there and meets a claim. */
  where(claim: (text: Subject) => Claim): Claim;
  /** Its different values that meet a claim. */
  list(claim: (text: Subject) => Claim): Promise<string[]>;
}

const ascii = /^[\0-\x7f]*$/;

/** Where a text meets a condition, and where it does not. */
export async function truthOfText(context: FilterContext, condition: Condition, fact: TextFact): Promise<Truth> {
  const operator = condition.operator as OperatorOf<'text'>;
  if (operator === 'isSet' || operator === 'isNotSet') {
    const isThere = fact.where(() => yes);
    const truth = { isTrue: isThere, isFalse: sql<SqlBool>`not coalesce(${isThere}, false)` };
    return operator === 'isSet' ? truth : opposite(truth);
  }
  const positive = positiveTextOperator(operator);
  const test = compileTextTest(condition, positive.operator);
  if (test('') === 'unknown') return alwaysUnknown;
  const equal = equalTest(context, condition, positive.operator);
  if (equal !== null) {
    const truth = { isTrue: fact.where(equal), isFalse: fact.where((text) => sql<SqlBool>`not (${equal(text)})`) };
    return positive.negated ? opposite(truth) : truth;
  }
  const plain = plainTest(context, condition, positive.operator);
  // What SQL can't compare as the engine does, the engine judges, value by value.
  const values = await fact.list((text) => (plain === null ? yes : sql<SqlBool>`not (${isAscii(text)})`));
  const accepted = values.filter((value) => test(value) === true);
  const holds = (text: Subject): Claim => {
    const judged = among(text, accepted, context.dialect);
    return plain === null ? judged : sql<SqlBool>`(${isAscii(text)} and ${plain(text)} or ${judged})`;
  };
  const truth = { isTrue: fact.where(holds), isFalse: fact.where((text) => sql<SqlBool>`not ${holds(text)}`) };
  return positive.negated ? opposite(truth) : truth;
}

/** What else than ASCII itself is folded to an ASCII character (Unicode: the Kelvin sign, the Greek question mark and varia). */
const foldedToAscii = [
  ['k', '\u212a'],
  [';', '\u037e'],
  ['`', '\u1fef'],
] as const;

/** Whether a text, of whatever characters, is one of some ASCII texts; null: the condition asks for more than that. */
function equalTest(
  { dialect }: FilterContext,
  condition: Condition,
  operator: PositiveTextOperator,
): ((text: Subject) => Claim) | null {
  if (operator !== 'equals' && operator !== 'isOneOf') return null;
  const values = foldedValues(condition);
  if (!values.every((value) => ascii.test(value) && !value.includes('\0'))) return null;
  const replaced = foldedToAscii.filter(([plain]) => values.some((value) => value.includes(plain)));
  return (text) => {
    const spelled = replaced.reduce((so, [plain, odd]) => sql`replace(${so}, ${odd}, ${plain})`, text);
    return among(lowered(spelled, dialect), values, dialect);
  };
}

/** The test as SQL has it of ASCII text, for which both fold case alike; null: SQL has none. */
function plainTest(
  { dialect }: FilterContext,
  condition: Condition,
  operator: PositiveTextOperator,
): ((text: Subject) => Claim) | null {
  if (operator === 'matches' || operator === 'matchesExpression') return null;
  const values = foldedValues(condition).filter((value) => ascii.test(value) && !value.includes('\0'));
  const [value] = values;
  if (value === undefined) return () => no;
  switch (operator) {
    case 'equals':
    case 'isOneOf':
      return (text) => among(lowered(text, dialect), values, dialect);
    case 'contains':
      return (text) => contains(lowered(text, dialect), value, dialect);
    case 'startsWith':
      return (text) => sql<SqlBool>`substr(${lowered(text, dialect)}, 1, ${sql.lit(value.length)}) = ${value}`;
    case 'endsWith':
      if (value === '') return () => yes;
      return (text) =>
        dialect === 'sqlite'
          ? sql<SqlBool>`substr(${lowered(text, dialect)}, ${sql.lit(-value.length)}) = ${value}`
          : sql<SqlBool>`right(${lowered(text, dialect)}, ${sql.lit(value.length)}) = ${value}`;
  }
}

/** A text that stands on the visit itself. */
export function visitText(context: FilterContext, variable: string, text: Subject): TextFact {
  return {
    where: (claim) => sql<SqlBool>`(${text} <> '' and ${claim(text)})`,
    list: (claim) =>
      listDistinct(
        context,
        text,
        sql`visit where visit.site_id = ${context.site.id} and ${inRange(ofVisit('id'), context)} and ${text} <> '' and ${claim(text)}`,
        variable,
      ),
  };
}

/** A text that is kept of the visitor; `text` is made from the table `known`. */
export function visitorText(context: FilterContext, variable: string, text: Subject): TextFact {
  const site = context.site.id;
  return {
    where: (claim) =>
      sql<SqlBool>`exists (select 1 from visitor as known where known.site_id = ${site} and known.id = visit.visitor_id and ${text} <> '' and ${claim(text)})`,
    list: (claim) =>
      listDistinct(
        context,
        text,
        sql`visitor as known where known.site_id = ${site} and ${text} <> '' and ${claim(text)}`,
        variable,
      ),
  };
}

/** A text that a query finds for each visit, in a column `value`; `all` is a source of rows with all values it may find. */
export function foundText(
  context: FilterContext,
  variable: string,
  found: Subject,
  all: { readonly text: Subject; readonly from: Subject },
): TextFact {
  return {
    where: (claim) =>
      sql<SqlBool>`exists (select 1 from (${found}) as found where found.value <> '' and ${claim(sql.ref('found.value'))})`,
    list: (claim) =>
      listDistinct(context, all.text, sql`${all.from} and ${all.text} <> '' and ${claim(all.text)}`, variable),
  };
}

/** One of the visitor's own custom variables, of the table `known`. */
export function customVariable({ dialect }: FilterContext, name: string): Subject {
  return dialect === 'sqlite'
    ? sql`(select own.value from json_each(known.variables) as own where own.key = ${name})`
    : sql`(known.variables::json ->> ${name}::text)`;
}
