import { isRetryable } from '../../storage/is-retryable.ts';
import type { Storage } from '../../storage/storage.ts';
import {
  addToDayTotals,
  insertInvitations,
  insertPageViews,
  insertSpiderHits,
  moveInvitations,
  timePageViews,
  touchVisits,
  upsertVisitors,
  upsertVisits,
} from './fact-statements.ts';
import type { Facts } from './facts-of-decision.ts';

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
  /** Called once the facts are committed, with the ids of the invitations that were new; or once they can't be. */
  readonly settle: (error: unknown, newInvitations: ReadonlySet<string>) => void;
}

/** Writes the facts of decisions in batches, in order, one transaction each. */
export class FactWriter {
  readonly #storage: Storage;
  readonly #schedule: (work: () => void, delayMs: number) => void;
  #waiting: Waiting[] = [];
  #isScheduled = false;
  #isClosing = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    storage: Storage,
    schedule: (work: () => void, delayMs: number) => void = (work, ms) => void setTimeout(work, ms),
  ) {
    this.#storage = storage;
    this.#schedule = schedule;
  }

  /** Whether the queue has room for another decision. */
  get hasRoom(): boolean {
    return this.#waiting.length < queueLimit;
  }

  /** Takes facts over; resolves after the commit with the ids of the invitations that were not recorded before. */
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
      const added = await this.#storage.db.transaction().execute(async (trx) => {
        const { dialect } = this.#storage;
        const all = <K extends keyof Facts>(kind: K) =>
          batch.flatMap((waiting) => waiting.facts[kind] as Facts[K][number][]);
        await upsertVisitors(trx, dialect, newest(all('visitors')));
        await upsertVisits(trx, dialect, newest(all('visits'), mergeVisit));
        await touchVisits(trx, dialect, newest(all('touches')));
        await insertPageViews(trx, dialect, all('pageViews'));
        await timePageViews(trx, dialect, newest(all('timings')));
        await insertSpiderHits(trx, dialect, all('spiderHits'));
        const invitations = await insertInvitations(trx, dialect, all('invitations'));
        // One by one in order: the same invitation may be shown and accepted within one batch.
        for (const move of all('invitationMoves')) await moveInvitations(trx, dialect, [move]);
        await addToDayTotals(trx, dialect, summed(all('dayTotals')));
        return new Set(invitations);
      });
      for (const waiting of batch) waiting.settle(null, added);
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

type Row = Facts['visits'][number];

/** One row for each id, the newest (in its own order), since one statement can't write a row twice. */
function newest(rows: readonly Row[], merge: (older: Row, newer: Row) => Row = (_older, newer) => newer): Row[] {
  const byId = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.site_id} ${row.id}`;
    const older = byId.get(key);
    byId.set(key, older ? merge(older, row) : row);
  }
  return inKeyOrder(byId);
}

/** The alert is told once only: a later row of the same visit must not lose it. */
function mergeVisit(older: Row, newer: Row): Row {
  return {
    ...newer,
    ended_at: newer.ended_at ?? older.ended_at ?? null,
    alert_id: newer.alert_id ?? older.alert_id ?? null,
    alert_name: newer.alert_name ?? older.alert_name ?? null,
    alert_explanation: newer.alert_explanation ?? older.alert_explanation ?? null,
  };
}

/** Two nodes that write the same rows take their locks in one order, so that they can't wait for each other for ever. */
function inKeyOrder<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

function summed(increments: Facts['dayTotals']): Facts['dayTotals'] {
  const sums = new Map<string, Facts['dayTotals'][number]>();
  for (const increment of increments) {
    const key = `${increment.site_id} ${increment.day} ${increment.counter}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, value: sum.value + increment.value } : increment);
  }
  return inKeyOrder(sums);
}
