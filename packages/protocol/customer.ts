import { z } from 'zod';
import { visitSchema } from './visit.ts';

const days = {
  /** First and last day of the site's time zone, both included; left out: open. Visits belong to the day on which they began. */
  from: z.iso.date({ error: 'must be a day such as 2026-03-01' }).optional(),
  to: z.iso.date({ error: 'must be a day such as 2026-03-31' }).optional(),
};

/** A visit of a prospect or customer, with who it was. Texts are what the visitor sent: show as text only. */
export const customerVisitSchema = visitSchema.extend({
  visitorName: z.string().nullable(),
  company: z.string().nullable(),
  /** Host of the first ever external referrer, which is credited, or `direct`. */
  firstReferrer: z.string(),
});

export const customerSummaryQuerySchema = z.strictObject(days);

/** Sums of the day totals over some days, and what each first referrer has brought so far. Money in minor units. */
export const customerSummarySchema = z.object({
  /** Visits in which a rule fired; visitors who became prospects. */
  prospects: z.number().int(),
  newProspects: z.number().int(),
  /** Visits on the customer list; visitors who became customers. */
  customers: z.number().int(),
  newCustomers: z.number().int(),
  revenue: z.number().int(),
  /** ISO 4217. */
  currency: z.string(),
  /** Since the beginning, those with most revenue, customers and prospects first, at most 100. */
  referrers: z.array(
    z.object({
      referrer: z.string(),
      visits: z.number().int(),
      prospects: z.number().int(),
      customers: z.number().int(),
      revenue: z.number().int(),
    }),
  ),
});
export type CustomerSummary = z.infer<typeof customerSummarySchema>;
