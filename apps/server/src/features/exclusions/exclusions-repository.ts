import { type Exclusions, type ExclusionsInput, exclusionsInputSchema } from '@foyer/protocol/exclusions';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's exclusion lists; empty ones of version 0 when it has never saved any. */
export async function getExclusions(db: Kysely<Database>, siteId: string): Promise<Exclusions> {
  const stored = await readSingleDocument(db, 'exclusions', siteId);
  return { ...exclusionsInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the lists if they still have this version (0: none saved yet); null otherwise. */
export async function saveExclusions(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: ExclusionsInput,
): Promise<Exclusions | null> {
  const saved = await saveSingleDocument(db, 'exclusions', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
