import type { WrapUpInput } from '@foyer/protocol/wrap-up';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getWrapUp, saveWrapUp } from './wrap-up-repository.ts';

/** A site's wrap-up settings, for configuration files. */
export const wrapUpDocument: WholeDocument<WrapUpInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getWrapUp(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveWrapUp(trx, siteId, version, content)) !== null,
};
