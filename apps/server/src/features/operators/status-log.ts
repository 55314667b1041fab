import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../storage/tables.ts';
import { endBroken, endSpan, noteLife, openSpan } from './status-log-repository.ts';

/** How often a node says that its operators are still there. */
const beatMs = 15_000;
/** Who has shown no life for so long is gone. */
const brokenMs = 60_000;

/** Logs from when until when operators are connected, over all nodes. A change of status is logged with it, in its transaction. */
export class StatusLog {
  readonly #db: Kysely<Database>;
  readonly #isConnected: (operatorId: string) => boolean;
  readonly #logger: Logger;
  readonly #now: () => number;
  /** Consoles on this node, by operator. */
  readonly #here = new Map<string, number>();
  #lastBeat = Number.NEGATIVE_INFINITY;
  /** One after the other: who comes and goes at once is logged as gone. */
  #last: Promise<unknown> = Promise.resolve();

  /** `isConnected`: whether an operator has a console, on whichever node. */
  constructor(parts: {
    db: Kysely<Database>;
    isConnected: (operatorId: string) => boolean;
    logger: Logger;
    now: () => number;
  }) {
    this.#db = parts.db;
    this.#isConnected = parts.isConnected;
    this.#logger = parts.logger;
    this.#now = parts.now;
  }

  /** At the start of the only node: whoever is logged as there is not. */
  async begin(): Promise<void> {
    await endBroken(this.#db, Number.MAX_SAFE_INTEGER);
  }

  /** A console of an operator has connected to this node. */
  arrive(operatorId: string): Promise<void> {
    this.#here.set(operatorId, (this.#here.get(operatorId) ?? 0) + 1);
    const now = this.#now();
    return this.#inOrder(() => openSpan(this.#db, operatorId, now, now - beatMs * 2));
  }

  /** A console has gone. `left`: until the other nodes are told. */
  depart(operatorId: string, left: Promise<unknown>): Promise<void> {
    const count = (this.#here.get(operatorId) ?? 1) - 1;
    if (count > 0) this.#here.set(operatorId, count);
    else this.#here.delete(operatorId);
    const at = this.#now();
    return this.#inOrder(async () => {
      await left.catch(() => undefined);
      if (!this.#here.has(operatorId) && !this.#isConnected(operatorId)) await endSpan(this.#db, operatorId, at);
    });
  }

  /** Says now and then who is here, and ends what broke off. Safe on several nodes at once. */
  sweep(): Promise<void> {
    const now = this.#now();
    if (now - this.#lastBeat < beatMs) return Promise.resolve();
    this.#lastBeat = now;
    return this.#inOrder(async () => {
      for (const operatorId of await noteLife(this.#db, [...this.#here.keys()], now))
        await openSpan(this.#db, operatorId, now, now - brokenMs);
      await endBroken(this.#db, now - brokenMs);
    });
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#last;
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    // What is not written now, the next sign of life makes good.
    this.#last = done.catch((error) => this.#logger.warn({ error: String(error) }, 'a status was not logged'));
    return this.#last as Promise<void>;
  }
}
