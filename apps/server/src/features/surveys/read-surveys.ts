import { type Surveys, surveyNamesOf } from '@foyer/protocol/survey';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getSurveys } from './surveys-repository.ts';

/** A site's surveys, for other features. */
export function readSurveys(db: Kysely<Database>, siteId: string): Promise<Surveys> {
  return getSurveys(db, siteId);
}

/** Names of the questions of a site. */
export async function readSurveyNames(db: Kysely<Database>, siteId: string): Promise<ReadonlySet<string>> {
  return surveyNamesOf(await getSurveys(db, siteId));
}
