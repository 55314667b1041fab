import type { ReferringSite } from '@foyer/protocol/referring-site';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getReferringSites, saveReferringSites } from './referring-sites-repository.ts';

/** A site's own list of referring sites, for configuration files; null: the one Foyer comes with. */
export const referringSitesDocument: WholeDocument<ReferringSite[] | null> = {
  async read(db, siteId) {
    const { version, items } = await getReferringSites(db, siteId);
    return { version, content: version === 0 ? null : items };
  },
  save: async (trx, siteId, version, items) => (await saveReferringSites(trx, siteId, version, items)) !== null,
};
