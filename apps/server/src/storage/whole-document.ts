import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** A document of which a site has just one, as a configuration file reads and writes it. */
export interface WholeDocument<Content> {
  /** Version 0: the site never saved it. */
  read(db: Kysely<Database>, siteId: string): Promise<{ readonly version: number; readonly content: Content }>;
  /** False: it has another version. Within a transaction. */
  save(trx: Kysely<Database>, siteId: string, version: number, content: Content): Promise<boolean>;
}
