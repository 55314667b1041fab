import { z } from 'zod';
import { explanationSchema, ruleKinds } from './explanation.ts';

/** Which rule, and over how many days up to today. */
export const shadowQuerySchema = z.strictObject({
  kind: z.enum(ruleKinds),
  ruleId: z.uuid(),
  days: z.coerce.number().int().min(1).max(365).default(30),
});
export type ShadowQuery = z.infer<typeof shadowQuerySchema>;

const count = z.number().int();

/** What a rule in shadow would have done, and what became of the visits without it. Money in minor units of `currency`. */
export const shadowResultsSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  /** Visits of the site in these days. */
  siteVisits: count,
  /** Visits that it would have acted in, and whose they were. */
  visits: count,
  visitors: count,
  /** Of these visits: with a chat, on the customer list, and their revenue. */
  chatted: count,
  customers: count,
  revenue: count,
  currency: z.string(),
  /** Every day of the range. */
  perDay: z.array(z.object({ day: z.iso.date(), visits: count })),
  /** The newest of these visits, with why it came true, as recorded then. Texts are what visitors sent. */
  sample: z.array(
    z.object({
      visitId: z.uuid(),
      at: count,
      country: z.string().nullable(),
      entryPage: z.string(),
      chatted: z.boolean(),
      revenue: count,
      explanation: explanationSchema.nullable(),
    }),
  ),
});
export type ShadowResults = z.infer<typeof shadowResultsSchema>;
