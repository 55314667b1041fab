import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { pageQuerySchema } from './cursor.ts';
import { prospectRuleInputSchema } from './prospect-rule.ts';
import { text } from './text.ts';

/** The kinds of rules whose verdicts on a visit can be explained (B-301). An invite is explained as what sends itself. */
export const ruleKinds = ['alert', 'prospectRule', 'invite'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/**
 * What a rule has come to for one visit. `fired`: it acted in this visit (in shadow: it would have). `true`: it is true now and
 * has not acted. `blocked`, `unknown`: conditions stand in the way. `waiting`: for a fact that comes late. `spent`: it acted in
 * an earlier visit and may not again. `taken`: an earlier alert has the visit. `late`: true now, but alerts are judged once, when
 * a visit begins. `disabled`: it is switched off.
 */
export const ruleStates = [
  'fired',
  'true',
  'blocked',
  'unknown',
  'waiting',
  'spent',
  'taken',
  'late',
  'disabled',
] as const;
export type RuleState = (typeof ruleStates)[number];

/** `unknown`: a fact is missing or not there yet. */
export const verdictSchema = z.union([z.boolean(), z.literal('unknown')]);

/** What was judged, with the fact seen. Facts are what visitors sent: show them as text only. */
const leaf = {
  /** In the words of the document: `entryPages`, `visit.pages >= 3`, or `all`, `any`, `none` for a group. */
  label: z.string(),
  verdict: verdictSchema,
  /** Null for a group. Cut where it is long. */
  fact: z.string().nullable(),
  /** When time alone would change the verdict, epoch ms; null: never. */
  flipsAt: z.number().int().nullable(),
};

/** Why a rule came to its verdict, condition by condition. */
export interface ExplanationTree {
  label: string;
  verdict: z.infer<typeof verdictSchema>;
  fact: string | null;
  flipsAt: number | null;
  parts: ExplanationTree[];
}

export const explanationSchema: z.ZodType<ExplanationTree> = z.lazy(() =>
  z.object({ ...leaf, parts: z.array(explanationSchema) }),
);

/** A condition that stands in the way; `wanted` is the verdict it would need. */
export const blockerSchema = z.object({ ...leaf, fact: z.string(), wanted: z.boolean() });

/** What one rule says of a visit. */
export const explainedRuleSchema = z.object({
  kind: z.enum(ruleKinds),
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  shadow: z.boolean(),
  verdict: verdictSchema,
  state: z.enum(ruleStates),
  /** The fewest conditions that would have to turn out otherwise for the rule to be true; null: nothing can make it true. */
  blocked: z.array(blockerSchema).nullable(),
  /** When time alone changes the verdict, epoch ms; null: it does not. */
  flipsAt: z.number().int().nullable(),
  /** What else there is to say, a sentence. */
  note: z.string().nullable(),
});
export type ExplainedRule = z.infer<typeof explainedRuleSchema>;

/** That a rule fired in a visit, as recorded then. */
export const recordedFiringSchema = z.object({
  id: z.string(),
  kind: z.enum(ruleKinds),
  ruleId: z.string(),
  /** Name and version that the rule had. */
  name: z.string(),
  version: z.number().int(),
  at: z.number().int(),
  shadow: z.boolean(),
  explanation: explanationSchema.nullable(),
});
export type RecordedFiring = z.infer<typeof recordedFiringSchema>;

const explainedVisit = {
  visitId: z.string(),
  /** The instant that rules were judged at, epoch ms: now, or the end of a visit that is over. */
  at: z.number().int(),
  /** Whether the visit is going on. Of one that is over, what is stored is judged; what was not kept is unknown. */
  live: z.boolean(),
  /** What fired in this visit, newest first, at most 100. */
  recorded: z.array(recordedFiringSchema),
};

/** Query of a visit's explanations: some of the rules, in the order alerts, prospect rules, invites. */
export const explanationQuerySchema = pageQuerySchema.extend({
  kind: z.enum(ruleKinds).optional(),
  /** Words that must all occur in the rule's name. */
  search: text(200).optional(),
});

/** What the rules of a site say of a visit. */
export const visitExplanationsSchema = z.object({
  ...explainedVisit,
  rules: z.array(explainedRuleSchema),
  next: z.string().nullable(),
});
export type VisitExplanations = z.infer<typeof visitExplanationsSchema>;

/** What one rule says of a visit, with the whole tree. `rule` is null when it has fired and was deleted since. */
export const ruleExplanationSchema = z.object({
  ...explainedVisit,
  rule: explainedRuleSchema.extend({ explanation: explanationSchema }).nullable(),
});
export type RuleExplanation = z.infer<typeof ruleExplanationSchema>;

/** Something to be judged on a visit that need not be saved: the conditions of any rule, or a whole prospect rule. */
export const evaluationInputSchema = z.union([
  z.strictObject({ expression: expressionSchema }),
  z.strictObject({ prospectRule: prospectRuleInputSchema }),
]);
export type EvaluationInput = z.infer<typeof evaluationInputSchema>;

/** What it says of the visit. */
export const evaluationSchema = z.object({
  visitId: z.string(),
  /** The instant that it was judged at, epoch ms: now, or the end of a visit that is over. */
  at: z.number().int(),
  live: z.boolean(),
  verdict: verdictSchema,
  explanation: explanationSchema,
  /** Each condition and inner group by its path in the expression, such as `all.0.any.1`. */
  conditions: z.array(z.object({ path: z.string(), ...leaf })),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
