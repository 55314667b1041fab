import { z } from 'zod';
import { name, text } from './text.ts';

/** A site that visitors come from: host patterns, and the query parameter that carries the search phrase, if it has one. */
export const referringSiteSchema = z.strictObject({
  name: name(80),
  hosts: z.array(text(255, 1)).min(1).max(200),
  phraseParameter: text(100, 1).nullable().default(null),
});
export type ReferringSite = z.infer<typeof referringSiteSchema>;
export const referringSitesSchema = z.strictObject({
  version: z.number().int().min(0),
  items: z.array(referringSiteSchema).max(1000),
});
export type ReferringSites = z.infer<typeof referringSitesSchema>;
