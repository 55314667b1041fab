import { readdir } from 'node:fs/promises';
import type { ErasureReceipt } from '@foyer/protocol/privacy';
import type { Visit } from '@foyer/rules/visit';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { type LiveChange, liveChannel } from '../visits/visit-channels.ts';
import { erasePerson } from './erase-person.ts';
import type { ErasureLedger } from './erasure-ledger.ts';
import { isHeld } from './legal-holds.ts';
import { isKnownPerson } from './person.ts';
import { readPrivacy } from './read-privacy.ts';

export interface ErasuresParts {
  readonly storage: Storage;
  readonly ledger: ErasureLedger;
  readonly store: VisitStore<Visit>;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly now: () => number;
  /** Ends what is under way of a visitor on this node and waits until it is stored: pages, windows, an open chat. */
  readonly letGo: (siteId: string, visitorId: string) => Promise<void>;
}

/** Told to every node. */
interface Erased {
  readonly siteId: string;
  readonly visitorId: string;
  readonly hash: string;
}

const channel = 'erasures';
const visitorsAtOnce = 2000;
/** Receipt of what was done again: how much it was, nobody asks. */
const nothing = JSON.stringify({ rows: {}, copies: [] });

/** Erases visitors, everywhere, for good: also what another node had yet to write, and what a restored backup brings back. */
export class Erasures {
  readonly #parts: ErasuresParts;
  /** Erased a moment ago: looked at again until then. */
  readonly #recent = new Map<string, { siteId: string; visitorId: string; until: number }>();
  #isScrubDue = false;

  constructor(parts: ErasuresParts) {
    this.#parts = parts;
  }

  isErased(siteId: string, visitorId: string): boolean {
    return this.#parts.ledger.has(siteId, visitorId);
  }

  /** Reads the ledger and does what a backup has undone, or a crash broken off. To be awaited before anything is served. */
  async open(): Promise<void> {
    const { ledger, storage, bus } = this.#parts;
    const stored = await storage.db.selectFrom('erasure').select(['visitor_hash', 'receipt']).execute();
    const inFile = await ledger.readFile();
    const inDatabase = new Set(stored.map((row) => row.visitor_hash));
    ledger.learn([...inFile, ...inDatabase]);
    await this.#note([...inDatabase].filter((hash) => !inFile.has(hash)));
    await bus.subscribe(channel, (message) => {
      void this.#hear(message as Erased).catch((error) =>
        this.#parts.logger.error({ err: error }, 'an erasure on another node could not be noted'),
      );
    });
    const isUndone = [...inFile].some((hash) => !inDatabase.has(hash));
    if (isUndone || stored.some(({ receipt }) => receipt === null)) await this.#doAgain(inDatabase);
  }

  /** Whether there is anything of a visitor. */
  async knows(siteId: string, visitorId: string): Promise<boolean> {
    const { storage, store } = this.#parts;
    return (await isKnownPerson(storage.db, siteId, visitorId)) || (await store.get(siteId, visitorId)) !== null;
  }

  /** Erases one visitor. Throws `not_found`, and `conflict` while a legal hold keeps them. */
  async erase(siteId: string, visitorId: string, operatorName: string): Promise<ErasureReceipt> {
    const { storage, ledger, now } = this.#parts;
    const { db } = storage;
    if (await isHeld(db, siteId, visitorId))
      throw new AppError('conflict', 'A legal hold keeps this visitor: lift it first');
    if (!(await this.knows(siteId, visitorId))) throw new AppError('not_found', 'Nothing is known of this visitor');
    const receipt = { id: newId(), at: now(), operatorName };
    const hash = ledger.hash(siteId, visitorId);
    // First the ledger: from here on it will be done, whatever happens to this process.
    await db
      .insertInto('erasure')
      .values({
        site_id: siteId,
        id: receipt.id,
        at: receipt.at,
        visitor_hash: hash,
        operator_name: operatorName,
        receipt: null,
      })
      .execute();
    await this.#note([hash]);
    await this.#parts.bus.publish(channel, { siteId, visitorId, hash } satisfies Erased).catch(() => undefined);
    await this.#parts.letGo(siteId, visitorId);
    const rows = await this.#erase(siteId, visitorId);
    this.#recent.set(hash, { siteId, visitorId, until: now() + 60_000 });
    const copies = await this.#listCopies();
    await db
      .updateTable('erasure')
      .set({ receipt: JSON.stringify({ rows, copies }) })
      .where('site_id', '=', siteId)
      .where('id', '=', receipt.id)
      .execute();
    return { ...receipt, rows, copies };
  }

  /** Looks again at those erased in the last minute: another node may have had something of them in its hands. */
  async sweep(): Promise<void> {
    const { storage, now } = this.#parts;
    if (this.#isScrubDue) this.#isScrubDue = !(await storage.forgetDeleted([]));
    for (const [hash, { siteId, visitorId, until }] of this.#recent) {
      if (await isKnownPerson(storage.db, siteId, visitorId)) await this.#erase(siteId, visitorId);
      if (now() >= until) this.#recent.delete(hash);
    }
  }

  async #erase(siteId: string, visitorId: string): Promise<Record<string, number>> {
    const { storage, store, bus } = this.#parts;
    await store.update(siteId, visitorId, () => ({ next: null, wakeAt: null, result: null }));
    await bus.publish(liveChannel(siteId), { visitorId, row: null } satisfies LiveChange).catch(() => undefined);
    const rows = await erasePerson(storage, siteId, visitorId, await this.#circumstances(storage.db, siteId));
    this.#isScrubDue = !(await storage.forgetDeleted(Object.keys(rows)));
    return rows;
  }

  async #circumstances(db: Kysely<Database>, siteId: string) {
    const [site, privacy] = await Promise.all([lookUpSite(db, siteId), readPrivacy(db, siteId)]);
    return { timeZone: site?.timeZone ?? 'UTC', areAddressesCut: privacy.addresses === 'cut' };
  }

  async #hear({ siteId, visitorId, hash }: Erased): Promise<void> {
    if (this.#parts.ledger.has(siteId, visitorId)) return; // this node's own
    await this.#note([hash]);
    await this.#parts.letGo(siteId, visitorId);
  }

  /** Adds to the file, too. Beside PostgreSQL, where a node may have no folder of its own, it is a help that may be missing. */
  async #note(hashes: readonly string[]): Promise<void> {
    const { ledger, storage, logger } = this.#parts;
    try {
      await ledger.append(hashes);
    } catch (error) {
      if (storage.dialect === 'sqlite') throw error;
      logger.warn({ err: error }, 'the ledger of erasures cannot be written beside the database');
    }
  }

  /** Every visitor there is against the ledger. */
  async #doAgain(inDatabase: ReadonlySet<string>): Promise<void> {
    const { storage, ledger, logger, now } = this.#parts;
    const { db } = storage;
    let erased = 0;
    for (const table of ['visitor', 'chat', 'visit'] as const) {
      const column = table === 'visitor' ? 'id' : 'visitor_id';
      for (let after = { site: '', id: '' }; ; ) {
        const rows = await db
          .selectFrom(table as 'visit')
          .select(['site_id', 'id', `${column} as visitor_id` as 'visitor_id'])
          .where((eb) =>
            eb.or([eb('site_id', '>', after.site), eb.and([eb('site_id', '=', after.site), eb('id', '>', after.id)])]),
          )
          .orderBy('site_id')
          .orderBy('id')
          .limit(visitorsAtOnce)
          .execute();
        for (const { site_id: siteId, visitor_id: visitorId } of rows) {
          if (!ledger.has(siteId, visitorId)) continue;
          await this.#erase(siteId, visitorId);
          erased += 1;
        }
        const last = rows.at(-1);
        if (rows.length < visitorsAtOnce || !last) break;
        after = { site: last.site_id, id: last.id };
      }
    }
    // Of which site they were, the file does not tell.
    for (const hash of await ledger.readFile())
      if (!inDatabase.has(hash))
        await db
          .insertInto('erasure')
          .values({ site_id: '', id: newId(), at: now(), visitor_hash: hash, operator_name: '', receipt: nothing })
          .execute();
    await db.updateTable('erasure').set({ receipt: nothing }).where('receipt', 'is', null).execute();
    if (erased > 0) logger.warn({ erased }, 'erasures were done again: this database is older than they are');
  }

  /** Older copies of the database that lie beside it. */
  async #listCopies(): Promise<string[]> {
    const folder = this.#parts.storage.dataFolder;
    if (folder === null) return [];
    return (await readdir(folder)).filter((name) => /^foyer-before-.*\.db$/.test(name)).sort();
  }
}
