import type { OpeningHoursInput } from '@foyer/protocol/opening-hours';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getOpeningHours, saveOpeningHours } from './opening-hours-repository.ts';

/** A site's opening hours, for configuration files. */
export const openingHoursDocument: WholeDocument<OpeningHoursInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getOpeningHours(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveOpeningHours(trx, siteId, version, content)) !== null,
};
