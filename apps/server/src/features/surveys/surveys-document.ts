import type { SurveysInput } from '@foyer/protocol/survey';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getSurveys, saveSurveys } from './surveys-repository.ts';

/** A site's surveys, for configuration files. */
export const surveysDocument: WholeDocument<SurveysInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getSurveys(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveSurveys(trx, siteId, version, content)) !== null,
};
