import { siteConfigurationSchema } from '@foyer/protocol/configuration';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { findImport } from './import-repository.ts';
import type { Plan } from './plan-sites.ts';
import type { Target } from './read-configuration.ts';
import { hashEntries } from './read-entries.ts';

/** The way back from an import: what it asks for, and a check that nothing has changed since. */
export interface RollBack {
  readonly targets: readonly Target[];
  /** Throws `conflict` when something has. */
  readonly checkUnchanged: (plan: Plan) => void;
}

/** The way back from an import; null: there is none of this id, or it is too old. */
export async function findRollBack(db: Kysely<Database>, importId: string): Promise<RollBack | null> {
  const rows = await findImport(db, importId);
  if (rows.length === 0) return null;
  const hashes = new Map(rows.map((row) => [row.site_id, row.after_hash]));
  return {
    targets: rows.map((row) => {
      // Kept by an older version perhaps: defaults fill what it did not know.
      const { name, ...sections } = siteConfigurationSchema.parse({ name: row.site_name, ...JSON.parse(row.before) });
      return { siteId: row.site_id, name, sections, prefix: '' };
    }),
    checkUnchanged({ sites }) {
      for (const { siteId, name, before } of sites)
        if (hashes.get(siteId) !== hashEntries(before))
          throw new AppError('conflict', `The settings of “${name}” have changed since; look at what would be undone`);
    },
  };
}
