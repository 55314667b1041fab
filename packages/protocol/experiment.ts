import { z } from 'zod';
import { changedVersion, documentMeta } from './document.ts';
import { name } from './text.ts';

/** What an experiment is to bring about. */
export const experimentGoals = ['chat', 'customer', 'revenue'] as const;
export type ExperimentGoal = (typeof experimentGoals)[number];

/** Experiments that a site can have, running or not. */
export const maxExperiments = 200;
/** Looks that one experiment can try beside the invite's own. */
export const maxVariants = 4;

const percent = z.number().int().min(1).max(98);

/** Fields of an experiment on an invite (B-307). `invite`: how one is referred to. */
const fieldsWith = <Reference extends z.ZodType<string>>(invite: Reference) => ({
  name: name(80),
  /** The invite that is tried on; what is left of the shares sees it as it is. */
  inviteId: invite,
  enabled: z.boolean().default(false),
  /** Of visitors who would be sent the invite, so many percent are sent nothing. */
  holdOutPercent: z.number().int().min(0).max(90).default(0),
  /** Invites whose look, text and timing are shown instead, and to how many percent. */
  variants: z
    .array(z.strictObject({ inviteId: invite, percent }))
    .max(maxVariants)
    .default([]),
  goal: z.enum(experimentGoals).default('chat'),
  /** How long after a visitor would have been sent the invite what they do still counts. */
  goalWithinDays: z.number().int().min(1).max(30).default(7),
});

const experimentFields = fieldsWith(z.uuid());
/** The same in a configuration file: invites by id or name. */
export const experimentFileFields = fieldsWith(z.string().min(1).max(100));

export const experimentInputSchema = z.strictObject(experimentFields);
export type ExperimentInput = z.infer<typeof experimentInputSchema>;
export const experimentChangeSchema = z.strictObject({ ...experimentFields, ...changedVersion });
export const experimentSchema = z.strictObject({ ...documentMeta, ...experimentFields });
export type Experiment = z.infer<typeof experimentSchema>;

/** Time during which an experiment ran unchanged. Other shares, looks or another goal begin the next one. */
export const experimentRunSchema = z.object({
  id: z.uuid(),
  experimentId: z.uuid(),
  /** 1 for the first of its experiment. */
  number: z.number().int(),
  startedAt: z.number().int(),
  /** Null: it runs. */
  stoppedAt: z.number().int().nullable(),
  inviteId: z.string(),
  holdOutPercent: z.number().int(),
  variants: z.array(z.object({ inviteId: z.string(), percent: z.number().int() })),
  goal: z.enum(experimentGoals),
  goalWithinDays: z.number().int(),
});
export type ExperimentRun = z.infer<typeof experimentRunSchema>;

/** A site's experiments in the order they were made, and all runs of them, newest first. */
export const experimentListSchema = z.object({
  items: z.array(experimentSchema),
  runs: z.array(experimentRunSchema),
});
export type ExperimentList = z.infer<typeof experimentListSchema>;

/** Ends an experiment by giving its invite the look of one of its variants. `version`: of the experiment. */
export const useVariantSchema = z.strictObject({ ...changedVersion, variantId: z.uuid() });

/** What came of one group of a run. Amounts in minor units of the site's currency. */
export const experimentGroupSchema = z.object({
  /** `holdOut`, `invite`, or the id of a variant. */
  group: z.string(),
  /** Name of the invite that its visitors saw; null: they saw none, or it is gone. */
  name: z.string().nullable(),
  /** 0 to 1. */
  share: z.number(),
  /** Visitors who would have been sent the invite, whatever became of it. */
  exposed: z.number().int(),
  /** Those of them whose time for the goal is over: all further figures are of these. */
  completed: z.number().int(),
  /** Those who did what the experiment is for. */
  converted: z.number().int(),
  revenue: z.number().int(),
});
export type ExperimentGroupResult = z.infer<typeof experimentGroupSchema>;

/** How one group compares with another. The interval holds however often one looks. */
export const experimentComparisonSchema = z.object({
  group: z.string(),
  against: z.string(),
  /** Of rates (0 to 1), or of revenue per visitor in minor units; null: too little is known. */
  difference: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
  verdict: z.enum(['tooFew', 'open', 'better', 'worse']),
});
export type ExperimentComparison = z.infer<typeof experimentComparisonSchema>;

/** What a run of an experiment has shown so far. */
export const experimentResultsSchema = z.object({
  run: experimentRunSchema,
  measure: z.enum(['rate', 'revenuePerVisitor']),
  groups: z.array(experimentGroupSchema),
  comparisons: z.array(experimentComparisonSchema),
  /** Visitors came to the groups in other shares than planned: nothing here can be trusted. */
  hasWrongShares: z.boolean(),
  /** Names of invites that were changed since the run began, so that its groups are not of one kind. */
  changedInvites: z.array(z.string()),
  /** Buyers that each group of a comparison needs; of other goals, conversions that the smaller one would have if there were no difference. */
  needed: z.number().int(),
});
export type ExperimentResults = z.infer<typeof experimentResultsSchema>;
