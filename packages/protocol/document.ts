import { z } from 'zod';

/** What every stored document carries beside its own fields. `version` grows by one at each change. */
export const documentMeta = {
  id: z.uuid(),
  version: z.number().int().min(1),
};

/** A change names the version it was made on; a stale one is answered with 409. */
export const changedVersion = { version: z.number().int().min(1) };

/** Any document, by what all of them carry. */
export const versionedSchema = z.looseObject({ version: z.number().int().min(0) });

/** Alerts that a site can have; prospect rules, likewise. */
export const maxRulesPerSite = 10_000;
