import { type Condition, type Expression, type Term, termsOf, type VariableName } from '@foyer/protocol/condition';
import { positiveTextOperator } from '@foyer/rules/judge-text';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { truthOfExpression, truthOfVisit } from './compile-filter.ts';
import { type TextFact, truthOfText } from './filter-texts.ts';
import { alwaysTrue, type Claim, known, opposite, type Truth } from './filter-truth.ts';
import { type FilterContext, listDistinct, type Subject } from './filter-values.ts';

/** What is asked of the chat itself; everything else is asked of the visit in which it was requested. */
const chatVariables = ['chat.open', 'chat.pending', 'chat.department', 'chat.skill', 'survey.answer'] as const;
type ChatVariable = (typeof chatVariables)[number];
type ChatCondition = Condition & { readonly variable: ChatVariable };

/** How long before a chat its visit may have begun: values of older visits are not looked at. */
const longestVisitMs = 31 * 86_400_000;

/**
 * A filter as SQL over the table `chat` (under its own name): true of exactly those chats requested in the range of which
 * the expression is true, with what was known of the visit at its end. A chat without a visit knows nothing of one. The
 * range itself is not part of it. Throws `invalid_request` as `compileVisitFilter` does.
 */
export async function compileChatFilter(
  context: FilterContext,
  expression: Expression | null,
): Promise<RawBuilder<SqlBool>> {
  return expression === null ? alwaysTrue.isTrue : (await truthOfTerm(context, expression)).isTrue;
}

async function truthOfTerm(context: FilterContext, term: Term): Promise<Truth> {
  // One look at the visit for all that is asked of it.
  if (!asksOfChat(term)) return throughVisit(context, term);
  return truthOfExpression(term, (condition) =>
    isOfChat(condition) ? truthOfChat(context, condition) : throughVisit(context, condition),
  );
}

function isOfChat(condition: Condition): condition is ChatCondition {
  return (chatVariables as readonly VariableName[]).includes(condition.variable);
}

function asksOfChat(term: Term): boolean {
  return 'variable' in term ? isOfChat(term) : termsOf(term).some(asksOfChat);
}

/** Nothing is asked of anything: that holds without a visit, too. */
function isEmpty(term: Term): boolean {
  return !('variable' in term) && termsOf(term).every(isEmpty);
}

async function throughVisit(context: FilterContext, term: Term): Promise<Truth> {
  const { from, before } = context.range;
  const ofVisits = { ...context, range: { from: from === null ? null : from - longestVisitMs, before } };
  const truth = await truthOfExpression(term, (condition) => truthOfVisit(ofVisits, condition));
  if (isEmpty(term)) return truth;
  const where = (claim: Claim): Claim =>
    sql<SqlBool>`exists (select 1 from visit where visit.site_id = chat.site_id and visit.id = chat.visit_id and ${claim})`;
  return { isTrue: where(truth.isTrue), isFalse: where(truth.isFalse) };
}

async function truthOfChat(context: FilterContext, condition: ChatCondition): Promise<Truth> {
  const yesNo = (truth: Truth) => (condition.operator === 'isTrue' ? truth : opposite(truth));
  switch (condition.variable) {
    case 'chat.open':
      return yesNo(known(sql<SqlBool>`chat.state = 'active'`));
    case 'chat.pending':
      return yesNo(known(sql<SqlBool>`chat.state = 'pending'`));
    case 'chat.department':
      return truthOfText(context, condition, departmentText(context));
    case 'chat.skill':
      return truthOfSkills(context, condition);
    case 'survey.answer':
      return truthOfText(
        context,
        condition,
        memberText(context, condition, answersNamed(context, condition.name ?? '')),
      );
  }
}

/** Chats that a filter's values are gathered from. */
const chatsOf = ({ site, range: { from, before } }: FilterContext): Claim =>
  sql<SqlBool>`chat.site_id = ${site.id}${from === null ? sql`` : sql` and chat.requested_at >= ${from}`}${before === null ? sql`` : sql` and chat.requested_at < ${before}`}`;

function departmentText(context: FilterContext): TextFact {
  const text: Subject = sql`chat.department_name`;
  return {
    where: (claim) => sql<SqlBool>`(${text} <> '' and ${claim(text)})`,
    list: (claim) =>
      listDistinct(
        context,
        text,
        sql`chat where ${chatsOf(context)} and ${text} <> '' and ${claim(text)}`,
        'chat.department',
      ),
  };
}

/** Members of a list that a chat carries as JSON: `from` are its rows, `text` is what is compared. */
interface Members {
  readonly from: Subject;
  readonly text: Subject;
  readonly condition: Claim;
}

/** A chat asks for any number of skills: it meets a condition when one of them does. */
async function truthOfSkills(context: FilterContext, condition: ChatCondition): Promise<Truth> {
  const operator = condition.operator as OperatorOf<'text'>;
  const members = skillNames(context);
  const fact = memberText(context, condition, members);
  if (operator === 'isSet' || operator === 'isNotSet') return truthOfText(context, condition, fact);
  const positive = positiveTextOperator(operator);
  const { isTrue } = await truthOfText(context, { ...condition, operator: positive.operator }, fact);
  const hasAny = fact.where(() => sql<SqlBool>`true`);
  const truth = { isTrue, isFalse: sql<SqlBool>`(${hasAny} and not ${isTrue})` };
  return positive.negated ? opposite(truth) : truth;
}

function skillNames({ dialect }: FilterContext): Members {
  return dialect === 'sqlite'
    ? { from: sql`json_each(chat.skills) as one`, text: sql`(one.value ->> 'name')`, condition: sql`true` }
    : {
        from: sql`json_array_elements(chat.skills::json) as one(value)`,
        text: sql`(one.value ->> 'name')`,
        condition: sql`true`,
      };
}

/** What is to be hidden is no answer here: a filter would tell it, letter by letter. */
function answersNamed({ dialect }: FilterContext, name: string): Members {
  const from =
    dialect === 'sqlite'
      ? sql`json_each(chat.answers) as one`
      : sql`json_array_elements(chat.answers::json) as one(value)`;
  return {
    from,
    text: sql`(one.value ->> 'value')`,
    condition: sql<SqlBool>`(one.value ->> 'name') = ${name} and coalesce(cast((one.value ->> 'masked') as text), 'false') not in ('true', '1')`,
  };
}

function memberText(context: FilterContext, { variable }: Condition, { from, text, condition }: Members): TextFact {
  return {
    where: (claim) =>
      sql<SqlBool>`exists (select 1 from ${from} where ${condition} and ${text} <> '' and ${claim(text)})`,
    list: (claim) =>
      listDistinct(
        context,
        text,
        sql`chat, ${from} where ${chatsOf(context)} and ${condition} and ${text} <> '' and ${claim(text)}`,
        variable,
      ),
  };
}
