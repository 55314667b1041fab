import { z } from 'zod';
import { pageOf } from './cursor.ts';
import { customerVisitSchema } from './customer.ts';
import { filterField, listQuerySchema, rangeFields } from './list.ts';
import { text } from './text.ts';
import { ledgerEntrySchema, visitSchema } from './visit.ts';

/** Lists of stored visits, newest first: all, those of prospects, those on the customer list. */
export const visitListKinds = ['visits', 'prospects', 'customers'] as const;
export type VisitListKind = (typeof visitListKinds)[number];

/** What a list can be ordered by: only what an index serves, so that every page comes at once. */
export const visitSortColumns = {
  visits: ['startedAt'],
  prospects: ['startedAt'],
  customers: ['startedAt', 'revenue'],
} as const satisfies Record<VisitListKind, readonly [string, ...string[]]>;

const ofVisits = {
  /** Visits of one visitor. */
  visitorId: text(64, 1).optional(),
  /** Visits that this alert matched. */
  alertId: text(64, 1).optional(),
};
/** Visits in which this prospect rule fired. */
const ofProspects = { type: text(64, 1).optional() };

export const visitListQuerySchemas = {
  visits: listQuerySchema(visitSortColumns.visits).extend(ofVisits),
  prospects: listQuerySchema(visitSortColumns.prospects).extend(ofProspects),
  customers: listQuerySchema(visitSortColumns.customers),
};

/** A stored visit in a list, with who it was. Texts are what the visitor sent: show as text only. */
export const visitRowSchema = customerVisitSchema;
export type VisitRow = z.infer<typeof visitRowSchema>;
export const visitPageSchema = pageOf(visitRowSchema);

const counted = { ...rangeFields, filter: filterField };

/** The same without pages, to count what matches. */
export const visitCountQuerySchemas = {
  visits: z.strictObject({ ...counted, ...ofVisits }),
  prospects: z.strictObject({ ...counted, ...ofProspects }),
  customers: z.strictObject(counted),
};

/** How many match. `isMore`: there are at least so many; they were not all counted. */
export const listCountSchema = z.object({ count: z.number().int(), isMore: z.boolean() });

export const visitorSortColumns = ['lastVisitAt', 'revenue'] as const;

/** Visitors whose newest visit began in a range of days, and is one that the filter holds true of. */
export const visitorListQuerySchema = listQuerySchema(visitorSortColumns);
export const visitorCountQuerySchema = z.strictObject(counted);

/** A visitor in a list. Instants are epoch ms; texts are what the visitor sent: show as text only. */
export const visitorRowSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  company: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  firstVisitAt: z.number().int(),
  lastVisitAt: z.number().int(),
  visitCount: z.number().int(),
  pageCount: z.number().int(),
  /** Time for which pages were visible, over all visits. */
  visibleMs: z.number().int(),
  /** Host, or `direct`. */
  firstReferrer: z.string(),
  chatCount: z.number().int(),
  /** Ledger sum, minor units of `currency`. */
  revenue: z.number().int(),
  /** ISO 4217. */
  currency: z.string(),
  isProspect: z.boolean(),
  isCustomer: z.boolean(),
  isBlocked: z.boolean(),
  /** Of the newest visit. */
  country: z.string().nullable(),
  city: z.string().nullable(),
  organisation: z.string().nullable(),
  browser: z.string().nullable(),
  device: z.string().nullable(),
});
export type VisitorRow = z.infer<typeof visitorRowSchema>;
export const visitorPageSchema = pageOf(visitorRowSchema);

/** A rule that fired, or would have (shadow). */
export const visitorFiringSchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  visitId: z.string(),
  kind: z.enum(['alert', 'prospectRule', 'invite']),
  ruleId: z.string(),
  name: z.string(),
  shadow: z.boolean(),
});
export type VisitorFiring = z.infer<typeof visitorFiringSchema>;

/** Everything that is known of a visitor; lists in it are the newest 50. */
export const visitorDetailSchema = z.object({
  visitor: visitorRowSchema,
  variables: z.record(z.string(), z.string()),
  /** Names of the tags of all chats. */
  tags: z.array(z.string()),
  noteCount: z.number().int(),
  visits: z.array(visitSchema),
  chats: z.array(
    z.object({
      id: z.uuid(),
      state: z.string(),
      requestedAt: z.number().int(),
      operatorName: z.string().nullable(),
    }),
  ),
  firings: z.array(visitorFiringSchema),
  ledger: z.array(ledgerEntrySchema),
});
export type VisitorDetail = z.infer<typeof visitorDetailSchema>;

/** Hits of spiders, newest first. `name`: of one spider. */
export const spiderListQuerySchema = listQuerySchema(['at'])
  .omit({ filter: true })
  .extend({ name: text(200, 1).optional() });
export const spiderHitSchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  name: z.string(),
  url: z.string(),
  address: z.string(),
});
export type SpiderHit = z.infer<typeof spiderHitSchema>;
export const spiderPageSchema = pageOf(spiderHitSchema);

export const spiderNamesQuerySchema = z.strictObject(rangeFields);
/** How often each spider came in some days, the busiest first, at most 200. */
export const spiderNamesSchema = z.object({
  items: z.array(z.object({ name: z.string(), hits: z.number().int(), lastAt: z.number().int() })),
});
export type SpiderNames = z.infer<typeof spiderNamesSchema>;
