import type { ChangeKind } from '@foyer/protocol/change';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findChange, selectChanges } from './change-repository.ts';

/** What a document of a site was when it was deleted, without its version; null: it was never there, or is still. */
export async function findDeletedDocument(
  db: Kysely<Database>,
  siteId: string,
  kind: ChangeKind,
  documentId: string,
): Promise<Record<string, unknown> | null> {
  const { items } = await selectChanges(db, siteId, { kind, documentId, limit: 1 });
  const [newest] = items;
  if (newest?.act !== 'deleted') return null;
  return (await findChange(db, siteId, newest.id))?.before ?? null;
}
