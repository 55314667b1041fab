import type { Kysely } from 'kysely';
import { writeOrder } from './document-order.ts';
import type { Database } from './tables.ts';
import { type DocumentTable, deleteDocument, insertDocument, updateDocument } from './versioned-documents.ts';

/** A document as it is stored. */
export interface StoredDocument {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

/** All documents of one kind of a site, as a configuration file reads and writes them. Writes are within a transaction. */
export interface NamedDocuments {
  /** In their order. */
  list(db: Kysely<Database>, siteId: string): Promise<readonly Pick<StoredDocument, 'id' | 'version'>[]>;
  /** Adds one under an id that is free; its place is given by `order`. */
  insert(trx: Kysely<Database>, siteId: string, id: string, fields: object): Promise<void>;
  /** False: it has another version, or is gone. */
  update(
    trx: Kysely<Database>,
    siteId: string,
    at: Pick<StoredDocument, 'id' | 'version'>,
    fields: object,
  ): Promise<boolean>;
  remove(trx: Kysely<Database>, siteId: string, at: Pick<StoredDocument, 'id' | 'version'>): Promise<boolean>;
  order(trx: Kysely<Database>, siteId: string, ids: readonly string[]): Promise<void>;
  /** Where names are unique: frees the name of one that is about to get another. */
  freeName?(trx: Kysely<Database>, siteId: string, id: string): Promise<void>;
}

/** Documents that have a row each in a table. `parse`: their fields as they are stored; `more`: further columns of a new one. */
export function namedDocumentsIn(
  table: DocumentTable,
  parse: (fields: object) => object,
  list: NamedDocuments['list'],
  more: Readonly<Record<string, number>> = {},
): NamedDocuments {
  return {
    list,
    insert: (trx, siteId, id, fields) => insertDocument(trx, table, { siteId, id }, parse(fields), more),
    update: async (trx, siteId, { id, version }, fields) =>
      (await updateDocument(trx, table, { siteId, id, version }, parse(fields))) !== null,
    remove: (trx, siteId, { id, version }) => deleteDocument(trx, table, { siteId, id, version }),
    order: (trx, siteId, ids) => writeOrder(trx, table, siteId, ids),
  };
}
