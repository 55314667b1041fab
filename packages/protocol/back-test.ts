import { z } from 'zod';
import { alertInputSchema } from './alert.ts';
import { exclusionsInputSchema } from './exclusions.ts';
import { explanationSchema, ruleStates } from './explanation.ts';
import { inviteInputSchema } from './invite.ts';
import { daySchema } from './list.ts';
import { prospectRuleInputSchema } from './prospect-rule.ts';

/** What a back-test can try. */
const backTestKinds = ['alert', 'prospectRule', 'invite', 'exclusions'] as const;
export type BackTestKind = (typeof backTestKinds)[number];

/** The most days that one back-test looks at. */
export const maxBackTestDays = 92;

const range = { from: daySchema, to: daySchema };
/** `id`: the saved document that this is to replace; null: it is new. `place` in the order, 0 first; left out: where it is, or last. */
const ofList = {
  id: z.uuid().nullable(),
  place: z.number().int().min(0).max(10_000).optional(),
};

/** A draft that is tried on the recorded visits of some days, both included; as if it were switched on. */
export const backTestInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alert'), ...ofList, document: alertInputSchema, ...range }),
  z.strictObject({ kind: z.literal('prospectRule'), ...ofList, document: prospectRuleInputSchema, ...range }),
  z.strictObject({ kind: z.literal('invite'), ...ofList, document: inviteInputSchema, ...range }),
  z.strictObject({ kind: z.literal('exclusions'), document: exclusionsInputSchema, ...range }),
]);
export type BackTestInput = z.infer<typeof backTestInputSchema>;

const count = z.number().int().min(0);

/** Visits of one outcome, with what their visitors did anyway. */
const backTestGroupSchema = z.object({
  visits: count,
  visitors: count,
  /** Visits with a chat, with an order, in which the visitor became a customer, in which they declined an invite. */
  chatted: count,
  bought: count,
  becameCustomer: count,
  declined: count,
  /** Minor units of the site's currency. */
  revenue: z.number().int(),
});
export type BackTestGroup = z.infer<typeof backTestGroupSchema>;

/** One visit to look at. */
const backTestSampleSchema = z.object({
  visitId: z.string(),
  visitorId: z.string(),
  visitNumber: count,
  startedAt: z.number().int(),
  /** When the rule came true, or was asked last. */
  at: z.number().int(),
  country: z.string().nullable(),
  referrerHost: z.string().nullable(),
  entryPage: z.string(),
  pageCount: count,
  approximate: z.boolean(),
  chatted: z.boolean(),
  declined: z.boolean(),
  becameCustomer: z.boolean(),
  revenue: z.number().int(),
  /** Why the draft was true of the visit at that instant, or what it says of the visit in the end; null: there is nothing to say. */
  explanation: explanationSchema.nullable(),
  /** Of a visit that is lost: what the draft came to in it. */
  state: z.enum(ruleStates).nullable(),
});
export type BackTestSample = z.infer<typeof backTestSampleSchema>;

const bySet = { changed: count, inForce: count };

/** What came of a back-test. */
const backTestResultSchema = z.object({
  /** Visits and visitors looked at. */
  visits: count,
  visitors: count,
  /** Of these visits, so many were not recorded as they happened, and are put together from what is stored. */
  approximate: count,
  changed: backTestGroupSchema,
  inForce: backTestGroupSchema,
  /** Only under the draft. */
  gained: backTestGroupSchema,
  /** Only under what is in force. */
  lost: backTestGroupSchema,
  /** How often the rule acted; more often than it has visits where it may act several times in one. */
  decisions: z.object(bySet),
  /** From the first day with visits to the last, those without between them too. */
  days: z.array(z.object({ day: z.string(), visits: count, ...bySet, gained: count, lost: count })),
  /** The newest visits of each outcome. */
  samples: z.object({
    changed: z.array(backTestSampleSchema),
    gained: z.array(backTestSampleSchema),
    lost: z.array(backTestSampleSchema),
  }),
  /** What else would change: other rules that act in other visits than before, and invites that are sent. Visits. */
  others: z.array(
    z.object({ kind: z.enum(['alert', 'prospectRule', 'invite']), id: z.string(), name: z.string(), ...bySet }),
  ),
  /** Visitors who become prospects and customers in these visits. */
  newProspects: z.object(bySet),
  newCustomers: z.object(bySet),
  /** Of an invite: why it was held back, in how many visits. */
  suppressed: z.array(z.object({ reason: z.string(), ...bySet })),
  /** Of exclusions: page views that are not recorded. */
  pageViews: z.object({ all: count, ...bySet }),
});
export type BackTestResult = z.infer<typeof backTestResultSchema>;

const backTestStates = ['waiting', 'running', 'done', 'stopped', 'failed'] as const;

/** A back-test that waits, goes on, or is over. */
export const backTestSchema = z.object({
  id: z.string(),
  state: z.enum(backTestStates),
  createdAt: z.number().int(),
  visitsDone: count,
  /** Null: not counted yet. */
  visitsTotal: count.nullable(),
  result: backTestResultSchema.nullable(),
});
export type BackTest = z.infer<typeof backTestSchema>;
