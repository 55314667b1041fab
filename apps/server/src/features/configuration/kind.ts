import type { ChangeKind } from '@foyer/protocol/change';
import type { ConfigurationSection } from '@foyer/protocol/configuration';
import type { FieldError } from '@foyer/rules/field-error';
import type { Kysely } from 'kysely';
import type { EgressGuard } from '../../http/egress-guard.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import type { ConfiguredDocuments } from '../sites/configuration-changes.ts';

/** What reading, planning and applying need beside the documents. */
export interface ConfigurationParts {
  readonly storage: Storage;
  readonly box: SecretBox;
  readonly guard: EgressGuard;
  readonly now: () => number;
}

/** One document of a site: a stored one, or one of a file. */
export interface Entry {
  /** Of one in a file: what the file says. Null: it has none, or is the only one of its kind. */
  readonly id: string | null;
  /** Null: it is of a file. 0: never saved. */
  readonly version: number | null;
  /** Null: the site has just one of these. */
  readonly name: string | null;
  /** Its fields in the order of their schema, with other documents by their labels. */
  readonly content: Readonly<Record<string, unknown>>;
  /** It can be neither added nor removed. */
  readonly isFixed: boolean;
}

/** The documents of a site, by section. */
export type Entries = ReadonlyMap<ConfigurationSection, readonly Entry[]>;

/** A field that names another document: in a file by name or id, once stored by id. */
export interface ReferenceField {
  readonly to: ConfigurationSection;
  readonly path: readonly string[];
}

/** What becomes of one document. */
export interface Pair {
  readonly before: Entry | null;
  readonly after: Entry | null;
}

/** A secret that was made while saving. */
export interface MadeSecret {
  readonly path: string;
  readonly secret: string;
}

/** A section of a configuration file: how it is read, checked and saved. The list of all is `kinds.ts`. */
export interface Kind {
  readonly section: ConfigurationSection;
  /** What the nodes are told after it has changed. */
  readonly announces: ConfiguredDocuments;
  /** How the change log calls its documents, and their order if they have one. */
  readonly log: { readonly kind: ChangeKind; readonly name: string; readonly order?: ChangeKind };
  readonly references: readonly ReferenceField[];
  /** Their order means nothing; exports have them in one of their own. */
  readonly isUnordered?: boolean;
  /** Documents that a file leaves out stay. */
  readonly keepsLeftOut?: boolean;
  /** What is stored, with references as ids. */
  read(db: Kysely<Database>, siteId: string): Promise<Entry[]>;
  /** Documents of a parsed section. */
  fromSection(section: unknown): Entry[];
  toSection(entries: readonly Entry[]): unknown;
  /** What only other documents and the engine can tell. Paths are of the site: `alerts.0.entryPages.1`. */
  check(site: Entries, before: Entries): FieldError[];
  /** What only the database can tell, such as chats that carry a tag which a file leaves out. */
  checkStored?(
    db: Kysely<Database>,
    siteId: string,
    pairs: readonly Pair[],
    site: Entries,
  ): Promise<readonly FieldError[]>;
  /** What takes long to judge, such as servers that may not be connected to; asked before anything is read. */
  checkTargets?(parts: ConfigurationParts, entries: readonly Entry[]): Promise<FieldError[]>;
  /** The document as it will be exported, and secrets that are then missing. */
  settle?(
    parts: ConfigurationParts,
    db: Kysely<Database>,
    siteId: string,
    after: Entry,
  ): Promise<{ after: Entry; missing: { path: string; words: string }[] }>;
  /** The document without its secrets, for plans and for the log of changes. */
  hide?(content: Entry['content']): Entry['content'];
  /** What a change would lead to, in words, as far as that is soon known. */
  forecast?(parts: ConfigurationParts, siteId: string, before: Entries, after: Entries): Promise<string[]>;
  /**
   * Saves, with references as ids again; the answer is the ids in their new order. Throws `conflict` when a document has
   * been changed since it was read.
   */
  save(
    parts: ConfigurationParts,
    trx: Kysely<Database>,
    siteId: string,
    pairs: readonly Pair[],
  ): Promise<{ ids: readonly string[]; made: readonly MadeSecret[] }>;
}
