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
