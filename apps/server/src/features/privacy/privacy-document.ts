import type { PrivacyInput } from '@foyer/protocol/privacy';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getPrivacy, savePrivacy } from './privacy-repository.ts';

/** A site's privacy settings, for configuration files. */
export const privacyDocument: WholeDocument<PrivacyInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getPrivacy(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await savePrivacy(trx, siteId, version, content)) !== null,
};
