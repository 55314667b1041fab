import { type Privacy, type PrivacyInput, privacyInputSchema } from '@foyer/protocol/privacy';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's privacy settings; the defaults with version 0 when it has never saved any. */
export async function getPrivacy(db: Kysely<Database>, siteId: string): Promise<Privacy> {
  const stored = await readSingleDocument(db, 'privacy', siteId);
  return { ...privacyInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the settings if they still have this version (0: none saved yet); null otherwise. */
export async function savePrivacy(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: PrivacyInput,
): Promise<Privacy | null> {
  const saved = await saveSingleDocument(db, 'privacy', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
