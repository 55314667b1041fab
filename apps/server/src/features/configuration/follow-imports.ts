import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import type { ConfiguredDocuments } from '../sites/configuration-changes.ts';
import { firstIdAt, selectChangedSince } from './import-repository.ts';
import { kindsInOrder } from './kinds.ts';

/** Clocks of machines that share a database are no further apart, and no import takes longer. */
const lookBackMs = 60_000;

/** Tells this node of imports that nobody tells it of: the command line has no bus. */
export class ImportFollower {
  readonly #db: Kysely<Database>;
  readonly #now: () => number;
  readonly #announce: (siteId: string, documents: ConfiguredDocuments) => Promise<void>;
  readonly #told = new Set<string>();

  constructor(
    db: Kysely<Database>,
    now: () => number,
    announce: (siteId: string, documents: ConfiguredDocuments) => Promise<void>,
  ) {
    this.#db = db;
    this.#now = now;
    this.#announce = announce;
  }

  /** An import of which this node knows already. */
  note(importId: string): void {
    this.#told.add(importId);
  }

  /** Looks for imports that this node has not heard of. */
  async look(): Promise<void> {
    const since = this.#now() - lookBackMs;
    for (const id of this.#told) if (id < firstIdAt(since)) this.#told.delete(id);
    const news = await selectChangedSince(this.#db, since, [...this.#told]);
    for (const { id } of news) this.#told.add(id);
    for (const { siteId, sections } of news)
      for (const kind of kindsInOrder)
        if (sections.includes(kind.section)) await this.#announce(siteId, kind.announces);
  }
}
