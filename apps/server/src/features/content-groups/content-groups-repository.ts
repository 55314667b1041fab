import { type ContentGroups, type ContentGroupsInput, contentGroupsInputSchema } from '@foyer/protocol/content-group';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's content groups; none with version 0 when it has never saved any. */
export async function getContentGroups(db: Kysely<Database>, siteId: string): Promise<ContentGroups> {
  const stored = await readSingleDocument(db, 'content_groups', siteId);
  return { ...contentGroupsInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the groups if they still have this version (0: none saved yet); null otherwise. */
export async function saveContentGroups(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: ContentGroupsInput,
): Promise<ContentGroups | null> {
  const saved = await saveSingleDocument(db, 'content_groups', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
