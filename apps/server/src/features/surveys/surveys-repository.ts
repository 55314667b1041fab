import { type Surveys, type SurveysInput, surveysInputSchema } from '@foyer/protocol/survey';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's surveys; the defaults with version 0 when it has never saved any. */
export async function getSurveys(db: Kysely<Database>, siteId: string): Promise<Surveys> {
  const stored = await readSingleDocument(db, 'surveys', siteId);
  return { ...surveysInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the surveys if they still have this version (0: none saved yet); null otherwise. */
export async function saveSurveys(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: SurveysInput,
): Promise<Surveys | null> {
  const saved = await saveSingleDocument(db, 'surveys', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
