import { z } from 'zod';
import { name, text } from './text.ts';

/** A host name in which `*` stands for any run of characters. International names stand as browsers send them, `xn--…`. */
const hostPattern = z
  .string()
  .max(255)
  .regex(/^[a-z0-9*_-]+(\.[a-z0-9*_-]+)*$/i, {
    message:
      'must be a host name such as google.com or *.google.*: no scheme, no path; other letters than a to z as xn--',
  });

/** A site that visitors come from: host patterns, and the query parameter that carries the search phrase, if it has one. */
export const referringSiteSchema = z.strictObject({
  name: name(80),
  hosts: z.array(hostPattern).min(1).max(200),
  phraseParameter: text(100, 1).nullable().default(null),
});
export type ReferringSite = z.infer<typeof referringSiteSchema>;

/** The list in its order, which counts: the first site that has a referrer's host is the visit's. Names are told apart without regard to case. */
export const referringSiteListSchema = z
  .array(referringSiteSchema)
  .max(1000)
  .superRefine((sites, context) => {
    const names = new Map<string, string>();
    for (const [index, site] of sites.entries()) {
      const folded = site.name.normalize('NFC').toLowerCase();
      const earlier = names.get(folded);
      if (earlier === undefined) names.set(folded, site.name);
      else
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `must differ from the other names: “${earlier}” is there already`,
        });
    }
  });

/** A site's referring sites. `version` is 0 for the list that Foyer comes with. */
export const referringSitesSchema = z.strictObject({
  version: z.number().int().min(0),
  items: referringSiteListSchema,
});
export type ReferringSites = z.infer<typeof referringSitesSchema>;
