import { type ClientForm, type ClientFormInput, clientFormInputSchema } from '@foyer/protocol/client-form';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's form; one that is off, with version 0, when it has never saved any. */
export async function getClientForm(db: Kysely<Database>, siteId: string): Promise<ClientForm> {
  const stored = await readSingleDocument(db, 'client_form', siteId);
  return { ...clientFormInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves the form if it still has this version (0: none saved yet); null otherwise. */
export async function saveClientForm(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: ClientFormInput,
): Promise<ClientForm | null> {
  const saved = await saveSingleDocument(db, 'client_form', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
