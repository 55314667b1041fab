import { type WrapUpInput, wrapUpInputSchema } from '@foyer/protocol/wrap-up';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** Wrap-up settings as stored. */
export type StoredWrapUp = WrapUpInput & { readonly version: number };

/** A site's wrap-up settings; those of version 0 when it has never saved any. */
export async function getWrapUp(db: Kysely<Database>, siteId: string): Promise<StoredWrapUp> {
  const stored = await readSingleDocument(db, 'wrap_up', siteId);
  return { ...wrapUpInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the settings if they still have this version (0: none saved yet); null otherwise. */
export async function saveWrapUp(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: WrapUpInput,
): Promise<StoredWrapUp | null> {
  const saved = await saveSingleDocument(db, 'wrap_up', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
