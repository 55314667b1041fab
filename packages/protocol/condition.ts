import { z } from 'zod';
import { text } from './text.ts';

/** The kinds of value a condition can look at (rules.md section 8). */
export type VariableType = 'text' | 'number' | 'yesNo' | 'date' | 'list' | 'address';

/** Every variable of rules.md section 10 with its type. `named` ones take a `name`, e.g. a query parameter. */
export const variables = {
  'page.current': { type: 'text' },
  'page.title': { type: 'text' },
  'page.query': { type: 'text', named: true },
  'page.anyThisVisit': { type: 'text' },
  'page.anyEver': { type: 'text' },
  'page.entry': { type: 'text' },
  'page.seconds': { type: 'number' },
  'page.scrollDepth': { type: 'number' },
  'page.exitIntent': { type: 'yesNo' },
  'visit.pages': { type: 'number' },
  'visit.minutes': { type: 'number' },
  'visit.revenue': { type: 'number' },
  'visit.invited': { type: 'yesNo' },
  'visitor.pages': { type: 'number' },
  'visitor.minutes': { type: 'number' },
  'visitor.visitNumber': { type: 'number' },
  'visitor.isNew': { type: 'yesNo' },
  'visitor.isProspect': { type: 'yesNo' },
  'visitor.prospectTypes': { type: 'list' },
  'visitor.isCustomer': { type: 'yesNo' },
  'visitor.lifetimeRevenue': { type: 'number' },
  'visitor.daysSinceFirstVisit': { type: 'number' },
  'visitor.daysSinceLastVisit': { type: 'number' },
  'visitor.name': { type: 'text' },
  'visitor.company': { type: 'text' },
  'visitor.email': { type: 'text' },
  'visitor.phone': { type: 'text' },
  'visitor.variable': { type: 'text', named: true },
  'visitor.chats': { type: 'number' },
  'visitor.lastWrapUp': { type: 'text' },
  'visitor.tags': { type: 'list' },
  'visitor.lastRating': { type: 'number' },
  'visitor.invitesDeclined': { type: 'number' },
  'source.referrer': { type: 'text' },
  'source.referrerHost': { type: 'text' },
  'source.referringSite': { type: 'text' },
  'source.isSearch': { type: 'yesNo' },
  'source.keywords': { type: 'text' },
  'source.firstReferrer': { type: 'text' },
  'source.utmSource': { type: 'text' },
  'source.utmMedium': { type: 'text' },
  'source.utmCampaign': { type: 'text' },
  'source.utmTerm': { type: 'text' },
  'source.utmContent': { type: 'text' },
  'source.alert': { type: 'text' },
  'source.paid': { type: 'yesNo' },
  'source.cost': { type: 'number' },
  'place.country': { type: 'text' },
  'place.region': { type: 'text' },
  'place.city': { type: 'text' },
  'place.organisation': { type: 'text' },
  'place.ownOrganisation': { type: 'yesNo' },
  'place.address': { type: 'address' },
  'place.hostName': { type: 'text' },
  'tech.language': { type: 'text' },
  'tech.timeZone': { type: 'text' },
  'tech.browser': { type: 'text' },
  'tech.os': { type: 'text' },
  'tech.device': { type: 'text' },
  'tech.screenWidth': { type: 'number' },
  'event.happened': { type: 'yesNo', named: true },
  'event.count': { type: 'number', named: true },
  'chat.open': { type: 'yesNo' },
  'chat.pending': { type: 'yesNo' },
  'chat.department': { type: 'text' },
  'chat.skill': { type: 'text' },
  'survey.answer': { type: 'text', named: true },
  'staff.online': { type: 'number' },
  'staff.withRoom': { type: 'number' },
  'staff.queueLength': { type: 'number' },
  'time.hour': { type: 'number' },
  'time.weekday': { type: 'date' },
  'time.date': { type: 'date' },
  'time.insideOpeningHours': { type: 'yesNo' },
} as const satisfies Record<string, { type: VariableType; named?: true }>;

export type VariableName = keyof typeof variables;

/** The operators each type of variable takes. */
export const operatorsOf = {
  text: [
    'equals',
    'notEquals',
    'contains',
    'notContains',
    'startsWith',
    'endsWith',
    'matches',
    'matchesExpression',
    'isOneOf',
    'isSet',
    'isNotSet',
  ],
  number: ['=', '!=', '<', '<=', '>', '>=', 'between', 'isSet', 'isNotSet'],
  yesNo: ['isTrue', 'isFalse'],
  date: ['before', 'after', 'between', 'withinLastDays', 'isOneOf'],
  list: ['includes', 'includesAny', 'includesAll', 'countAtLeast', 'countAtMost', 'isSet', 'isNotSet'],
  address: ['equals', 'matches', 'inNetwork', 'isSet', 'isNotSet'],
} as const satisfies Record<VariableType, readonly string[]>;

export type Operator = (typeof operatorsOf)[VariableType][number];

const shortText = text(500);
const numberValue = z.number({ error: 'must be a number' });
const range = z.tuple([numberValue, numberValue]);
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })], { error: 'must be a date such as 2026-03-01' });

/** What the value must be for each operator of each type; null: the operator takes none. */
const valueSchemas: Record<VariableType, Record<string, z.ZodType | null>> = {
  text: {
    equals: shortText,
    notEquals: shortText,
    contains: shortText,
    notContains: shortText,
    startsWith: shortText,
    endsWith: shortText,
    matches: shortText,
    matchesExpression: shortText,
    isOneOf: z.array(shortText).min(1).max(500),
    isSet: null,
    isNotSet: null,
  },
  number: {
    '=': numberValue,
    '!=': numberValue,
    '<': numberValue,
    '<=': numberValue,
    '>': numberValue,
    '>=': numberValue,
    between: range,
    isSet: null,
    isNotSet: null,
  },
  yesNo: { isTrue: null, isFalse: null },
  date: {
    before: day,
    after: day,
    between: z.tuple([day, day]),
    withinLastDays: z.number().min(0).max(36_500),
    isOneOf: z.array(shortText).min(1).max(100),
  },
  list: {
    includes: shortText,
    includesAny: z.array(shortText).min(1).max(500),
    includesAll: z.array(shortText).min(1).max(500),
    countAtLeast: z.number().int().min(0),
    countAtMost: z.number().int().min(0),
    isSet: null,
    isNotSet: null,
  },
  address: { equals: shortText, matches: shortText, inNetwork: shortText, isSet: null, isNotSet: null },
};

/** A value as it stands in a condition. */
export type ConditionValue = string | number | string[] | [number, number] | [string, string];

/** One condition: a variable (with a name where it needs one), an operator of its type, and a value. */
export interface Condition {
  variable: VariableName;
  name?: string | undefined;
  operator: Operator;
  value?: ConditionValue | undefined;
}

/** A group holds conditions and groups: all, any or none of them must hold. */
export type Expression = { all: Term[] } | { any: Term[] } | { none: Term[] };
export type Term = Condition | Expression;

const variableNames = Object.keys(variables) as [VariableName, ...VariableName[]];

/**
 * One condition, checked against the type of its variable; errors name the field and what is allowed. Checked, not
 * transformed: what answers carry is written by the same schema, and a transform has no way back.
 */
export const conditionSchema = z
  .strictObject({
    variable: z.enum(variableNames),
    name: text(100).optional(),
    operator: z.string(),
    value: z.unknown().optional(),
  })
  .superRefine((condition, context) => {
    const variable: { type: VariableType; named?: true } = variables[condition.variable];
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (variable.named && !condition.name?.trim()) refuse('name', 'needs a name');
    if (!variable.named && condition.name !== undefined) refuse('name', `${condition.variable} takes no name`);
    const schemas = valueSchemas[variable.type];
    const schema = Object.hasOwn(schemas, condition.operator) ? schemas[condition.operator] : undefined;
    if (schema === undefined) {
      refuse('operator', `must be one of ${operatorsOf[variable.type].join(', ')} for ${condition.variable}`);
    } else if (schema === null) {
      if (condition.value !== undefined) refuse('value', `${condition.operator} takes no value`);
    } else if (condition.value === undefined) {
      refuse('value', 'needs a value to compare with');
    } else {
      const value = schema.safeParse(condition.value);
      for (const issue of value.success ? [] : value.error.issues)
        context.addIssue({ code: 'custom', path: ['value', ...issue.path], message: issue.message });
    }
  }) as unknown as z.ZodType<Condition>;

/** How deep the groups of an expression may be nested, the outermost one included. */
export const maxGroupDepth = 5;
/** Conditions that an expression may have. */
export const maxConditions = 100;

/** The deepest nesting and the number of conditions of an expression. */
function measure(term: Term): { depth: number; conditions: number } {
  if ('variable' in term) return { depth: 0, conditions: 1 };
  const inner = termsOf(term).map(measure);
  return {
    depth: 1 + Math.max(0, ...inner.map((one) => one.depth)),
    conditions: inner.reduce((sum, one) => sum + one.conditions, 0),
  };
}

/** The members of a group, whichever kind it is. */
export function termsOf(group: Expression): Term[] {
  if ('all' in group) return group.all;
  if ('any' in group) return group.any;
  return group.none;
}

const termSchema: z.ZodType<Term> = z.lazy(() => z.union([conditionSchema, groupSchema]) as z.ZodType<Term>);
const terms = z.array(termSchema).max(maxConditions);
const groupSchema = z.union([
  z.strictObject({ all: terms }),
  z.strictObject({ any: terms }),
  z.strictObject({ none: terms }),
]) as z.ZodType<Expression>;

/** A whole expression: at most 5 groups deep, 100 conditions; an empty group is true. */
export const expressionSchema = groupSchema.superRefine((expression, context) => {
  const { depth, conditions } = measure(expression);
  if (depth > maxGroupDepth)
    context.addIssue({ code: 'custom', message: `groups may be nested at most ${maxGroupDepth} deep` });
  if (conditions > maxConditions)
    context.addIssue({ code: 'custom', message: `at most ${maxConditions} conditions are allowed` });
});
