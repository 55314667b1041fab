import { type OpeningHours, type OpeningHoursInput, openingHoursInputSchema } from '@foyer/protocol/opening-hours';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's opening hours; the defaults with version 0, which are switched off, when it has never saved any. */
export async function getOpeningHours(db: Kysely<Database>, siteId: string): Promise<OpeningHours> {
  const stored = await readSingleDocument(db, 'opening_hours', siteId);
  return { ...openingHoursInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the hours if they still have this version (0: none saved yet); null otherwise. */
export async function saveOpeningHours(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: OpeningHoursInput,
): Promise<OpeningHours | null> {
  const saved = await saveSingleDocument(db, 'opening_hours', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}

/** Sites that have ever saved opening hours. */
export async function listSitesWithHours(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('opening_hours').select('site_id').execute();
  return rows.map((row) => row.site_id);
}
