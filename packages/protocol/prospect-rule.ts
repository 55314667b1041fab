import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { changedVersion, documentMeta, maxRulesPerSite } from './document.ts';
import { name, text } from './text.ts';

/** How often a prospect rule may fire (S-038 to S-040). */
const activations = ['oncePerVisitor', 'oncePerVisit', 'everyTime'] as const;

/** Fields of a prospect rule (rules.md sections 6 and 10, S-028 to S-055). */
export const prospectRuleFields = {
  name: name(80),
  enabled: z.boolean().default(true),
  shadow: z.boolean().default(false),
  /** First visit number at which the rule is looked at. */
  startAfterVisits: z.number().int().min(1).max(10_000).default(1),
  /** Pages viewed over all visits; null: not asked for. */
  minPages: z.number().int().min(0).max(1_000_000).nullable().default(null),
  /** Minutes viewing over all visits; null: not asked for. */
  minMinutes: z.number().min(0).max(1_000_000).nullable().default(null),
  /** Lines, all of which must be met; a line is a page pattern, or several joined by ` OR `. */
  specificPages: z.array(text(2000, 1)).max(200).default([]),
  conditions: expressionSchema.nullable().default(null),
  activation: z.enum(activations).default('oncePerVisitor'),
  actions: z
    .strictObject({
      /** Id (or, in scenario and import files, name) of the invite to send. */
      invite: text(80, 1).nullable().default(null),
      popup: z.boolean().default(false),
      /** To the recipients of the site's notifications. */
      email: z.boolean().default(false),
      sms: z.boolean().default(false),
      flagAsCustomer: z.boolean().default(false),
    })
    .prefault({}),
};

/** A prospect rule as it is sent to be made. */
export const prospectRuleInputSchema = z.strictObject(prospectRuleFields);
export type ProspectRuleInput = z.infer<typeof prospectRuleInputSchema>;

/** A prospect rule as it is sent to be changed: all fields, and the version it was read at. */
export const prospectRuleChangeSchema = z.strictObject({ ...prospectRuleFields, ...changedVersion });

/** A prospect rule as it is stored and answered. */
export const prospectRuleSchema = z.strictObject({ ...documentMeta, ...prospectRuleFields });
export type ProspectRule = z.infer<typeof prospectRuleSchema>;

/** The whole order of a site's prospect rules: every id once. */
export const prospectRuleOrderSchema = z.strictObject({ ids: z.array(z.uuid()).max(maxRulesPerSite) });

const reach = z.object({
  /** Visits in which it fired, and whose they were. */
  visits: z.number().int(),
  visitors: z.number().int(),
});

/** How often each prospect rule of a site has fired in the last days; rules that have not are left out. */
export const prospectRuleStatisticsSchema = z.object({
  days: z.number().int(),
  items: z.array(z.object({ id: z.string(), fired: reach, inShadow: reach })),
});
export type ProspectRuleStatistics = z.infer<typeof prospectRuleStatisticsSchema>;
