import { z } from 'zod';
import { text } from './text.ts';

const entries = z.array(text(500, 1)).max(1000).default([]);

/** The four exclusion lists of a site (rules.md section 4, S-056 to S-063). Countries: ISO 3166-1 code or English name. */
export const exclusionsFields = {
  pages: entries,
  addresses: entries,
  keywordsAndReferrers: entries,
  countries: entries,
};
export const exclusionsInputSchema = z.strictObject(exclusionsFields);
export type ExclusionsInput = z.infer<typeof exclusionsInputSchema>;

/** `version` is 0 for a site that has never saved any. */
export const exclusionsSchema = z.strictObject({ ...exclusionsFields, version: z.number().int().min(0) });
export type Exclusions = z.infer<typeof exclusionsSchema>;

const count = z.number().int().min(0);

/** What one of the three lists that keep visitors out would have done: visits in all, and by entry. */
const visitorListReport = z.object({
  entries: z.array(z.object({ entry: z.string(), visits: count })),
  visits: count,
});

/** What lists that are not saved yet would have excluded in the last 30 days, each list and each entry by itself. */
export const exclusionsDryRunSchema = z.object({
  /** Visits and page views looked at. */
  visits: count,
  pageViews: count,
  lists: z.object({
    pages: z.object({
      /** `visits`: those with such a page view. */
      entries: z.array(z.object({ entry: z.string(), pageViews: count, visits: count })),
      pageViews: count,
    }),
    addresses: visitorListReport,
    keywordsAndReferrers: visitorListReport,
    countries: visitorListReport,
  }),
  /** Visits that would not have been: of visitors kept out, or of excluded pages alone. */
  visitsExcluded: count,
  /** Page views that would not have been recorded: all of a visitor kept out, and those of excluded pages. */
  pageViewsExcluded: count,
  /** The newest of the visits excluded, each with the first entry that excludes it. */
  sample: z
    .array(
      z.object({
        id: z.uuid(),
        startedAt: z.number().int(),
        address: z.string(),
        country: z.string().nullable(),
        referrer: z.string().nullable(),
        entryPage: z.string(),
        list: z.enum(['pages', 'addresses', 'keywordsAndReferrers', 'countries']),
        entry: z.string(),
      }),
    )
    .max(10),
  /** False: there were too many visits to look at all of them; the newest were. */
  complete: z.boolean(),
  /** Whether whoever asks would be excluded, too, from where they are. */
  excludesYou: z.boolean(),
});
export type ExclusionsDryRun = z.infer<typeof exclusionsDryRunSchema>;

/** Where the caller seems to be: their address as exclusions see it, and its country (ISO 3166-1), null when not known. */
export const ownAddressSchema = z.object({ address: z.string(), country: z.string().nullable() });
export type OwnAddress = z.infer<typeof ownAddressSchema>;
