import { z } from 'zod';
import { pageOf } from './cursor.ts';

/** Something out of the ordinary that happened on a site. `clickFraud`: too many paid entries of one address in a day (W-128). */
export const exceptionSchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  kind: z.enum(['clickFraud']),
  visitorId: z.string(),
  /** The visit that went beyond. */
  visitId: z.uuid(),
  /** The alert whose limit it was, with its name at the time. */
  alertId: z.uuid().nullable(),
  alertName: z.string().nullable(),
  address: z.string(),
  /** What happened, in words, such as *more than 3 entries on 2026-03-01*. */
  detail: z.string(),
});
export type Exception = z.infer<typeof exceptionSchema>;

export const exceptionPageSchema = pageOf(exceptionSchema);
