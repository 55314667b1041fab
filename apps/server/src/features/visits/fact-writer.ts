import { isRetryable } from '../../storage/is-retryable.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Facts } from './facts-of-decision.ts';
import { joinFacts, writeFacts } from './write-facts.ts';

/** How long facts wait for company before they are written together. */
const gatherMs = 40;
/** How soon a batch is tried again that the database could not take. */
const retryMs = 500;
/** Decisions written in one transaction at most. */
const batchSize = 1000;
/** Decisions waiting at most; beyond, hits are refused as retryable: nothing is promised that can't be kept. */
const queueLimit = 20_000;

interface Waiting {
  readonly facts: Facts;
  /** Called once the facts are committed, with the ids of what was new; or once they can't be. */
  readonly settle: (error: unknown, added: ReadonlySet<string>) => void;
}

/** Writes the facts of decisions in batches, in order, one transaction each. */
export class FactWriter {
  readonly #storage: Storage;
  readonly #onOutbox: () => void;
  readonly #schedule: (work: () => void, delayMs: number) => void;
  #waiting: Waiting[] = [];
  #isScheduled = false;
  #isClosing = false;
  #writing: Promise<void> = Promise.resolve();

  /** `onOutbox`: told when something waits to be sent. */
  constructor(
    storage: Storage,
    {
      schedule = (work, ms) => void setTimeout(work, ms),
      onOutbox = () => undefined,
    }: { schedule?: (work: () => void, delayMs: number) => void; onOutbox?: () => void } = {},
  ) {
    this.#storage = storage;
    this.#onOutbox = onOutbox;
    this.#schedule = schedule;
  }

  /** Whether the queue has room for another decision. */
  get hasRoom(): boolean {
    return this.#waiting.length < queueLimit;
  }

  /** Takes facts over; resolves after the commit with the ids of those invitations and once-only facts that were not recorded before. */
  write(facts: Facts): Promise<ReadonlySet<string>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ facts, settle: (error, added) => (error ? reject(error) : resolve(added)) });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      this.#schedule(() => {
        this.#isScheduled = false;
        void this.flush();
      }, gatherMs);
    });
  }

  /** Writes all that is waiting; resolves when it is committed, or its writers have been told of the failure. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, batchSize);
        if (await this.#writeBatch(batch)) continue;
        // The database is away: what waits keeps its order and its place, and `hasRoom` bounds it.
        this.#waiting.unshift(...batch);
        this.#schedule(() => void this.flush(), retryMs);
        return;
      }
    });
    return this.#writing;
  }

  /** False: the database can't be written just now, and nobody has been told anything. */
  async #writeBatch(batch: readonly Waiting[]): Promise<boolean> {
    try {
      const { added, hasOutbox } = await this.#storage.db
        .transaction()
        .execute((trx) => writeFacts(trx, this.#storage.dialect, joinFacts(batch.map(({ facts }) => facts))));
      for (const waiting of batch) waiting.settle(null, added);
      if (hasOutbox) this.#onOutbox();
    } catch (error) {
      if (isRetryable(error) && !this.#isClosing) return false;
      for (const waiting of batch) waiting.settle(error, new Set());
    }
    return true;
  }

  /** Writes what is waiting, once more; what can't be written then is given up. */
  close(): Promise<void> {
    this.#isClosing = true;
    return this.flush();
  }
}
