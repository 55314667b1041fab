import { z } from 'zod';

/** What comparing the totals of a day with the facts came to (B-306). */
export const totalsCheckSchema = z.object({
  items: z.array(
    z.object({
      day: z.iso.date(),
      checkedAt: z.number().int(),
      /** Totals that were compared. */
      counters: z.number().int(),
      /** Totals that were wrong. */
      differences: z.number().int(),
      /** The first of these. */
      first: z.array(z.object({ counter: z.string(), stored: z.number(), counted: z.number() })),
    }),
  ),
});
export type TotalsCheck = z.infer<typeof totalsCheckSchema>;
