import { type Routing, type RoutingInput, routingInputSchema } from '@foyer/protocol/routing';
import type { Kysely } from 'kysely';
import { readSingleDocument, saveSingleDocument } from '../../storage/single-documents.ts';
import type { Database } from '../../storage/tables.ts';

/** A site's routing; the defaults with version 0 when it has never saved any. */
export async function getRouting(db: Kysely<Database>, siteId: string): Promise<Routing> {
  const stored = await readSingleDocument(db, 'routing', siteId);
  return { ...routingInputSchema.parse(stored?.body ?? {}), version: stored?.version ?? 0 };
}

/** Saves it if it still has this version (0: none saved yet); null otherwise. */
export async function saveRouting(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  input: RoutingInput,
): Promise<Routing | null> {
  const saved = await saveSingleDocument(db, 'routing', siteId, version, input);
  return saved === null ? null : { ...input, version: saved };
}
