import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getExclusions, saveExclusions } from './exclusions-repository.ts';

/** A site's exclusions, for configuration files. */
export const exclusionsDocument: WholeDocument<ExclusionsInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getExclusions(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveExclusions(trx, siteId, version, content)) !== null,
};
