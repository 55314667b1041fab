import { Worker } from 'node:worker_threads';
import { SqliteFailure } from './sqlite-failure.ts';
import type {
  Operation,
  Reply,
  Request,
  SqliteThreadOptions,
  StatementResult,
  ThreadMessage,
} from './sqlite-message.ts';

const deathsTolerated = 3;
const deathWindowMs = 60_000;

interface Pending {
  resolve(result: StatementResult): void;
  reject(error: SqliteFailure): void;
}

/** What happens to a thread that its owner must know. */
export interface SqliteThreadEvents {
  /** The thread ended unasked and all that was pending failed; a new one is already starting. */
  onDeath(error: SqliteFailure): void;
  /** The thread cannot be brought back, or it found the file damaged: the process should end. */
  onFatal(error: Error): void;
}

/** Starts the thread; tests replace it to get hold of the worker. */
export type StartWorker = (options: SqliteThreadOptions) => Worker;

const startSqliteWorker: StartWorker = (options) =>
  new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: options });

/** One SQLite connection in a thread of its own. Operations are carried out in the order in which they are sent. */
export class SqliteThread {
  readonly #options: SqliteThreadOptions;
  readonly #events: SqliteThreadEvents;
  readonly #startWorker: StartWorker;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker;
  #outbox: Operation[] = [];
  #lastId = 0;
  #deaths: number[] = [];
  #state: 'running' | 'closing' | 'closed' = 'running';
  /** Before this, a failure is the opener's to report. */
  #wasOpened = false;
  #ended: Promise<void>;

  /** Starts the thread at once. `startWorker` is for tests. */
  constructor(options: SqliteThreadOptions, events: SqliteThreadEvents, startWorker: StartWorker = startSqliteWorker) {
    this.#options = options;
    this.#events = events;
    this.#startWorker = startWorker;
    this.#worker = startWorker(options);
    this.#ended = this.#watch(this.#worker);
  }

  /** Sends one operation. Rejects with a SqliteFailure. */
  send(request: Request): Promise<StatementResult> {
    if (this.#state !== 'running') return Promise.reject(closedFailure());
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#pending.set(this.#lastId, { resolve, reject });
      this.#post({ ...request, id: this.#lastId });
    });
  }

  /** Ends a transaction of a group; nothing is heard of it before the group's commit. */
  release(group: number): void {
    if (this.#state === 'running') this.#post({ kind: 'release', group });
  }

  /** Lets what was sent finish, closes the database and waits for the thread to end. */
  async close(): Promise<void> {
    if (this.#state === 'running') {
      this.#post({ kind: 'close' });
      this.#state = 'closing';
    }
    await this.#ended;
  }

  /** What is sent in one turn of the event loop travels as one message: a message costs more than most statements. */
  #post(operation: Operation): void {
    this.#outbox.push(operation);
    if (this.#outbox.length > 1) return;
    queueMicrotask(() => {
      const operations = this.#outbox;
      this.#outbox = [];
      this.#worker.postMessage(operations);
    });
  }

  #watch(worker: Worker): Promise<void> {
    let reason = 'it ended without a word';
    let refusal: SqliteFailure | null = null;
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'replies') for (const reply of message.replies) this.#settle(reply);
      if (message.kind === 'opened') this.#wasOpened = true;
      if (message.kind === 'refused') refusal = new SqliteFailure(message.failure);
    });
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    return new Promise((resolve) => {
      worker.once('exit', () => {
        this.#afterExit(refusal, reason);
        resolve();
      });
    });
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    if ('result' in reply) {
      pending.resolve(reply.result);
      return;
    }
    const failure = new SqliteFailure(reply.failure);
    pending.reject(failure);
    if (isDamage(failure) && this.#wasOpened) this.#events.onFatal(failure);
  }

  #afterExit(refusal: SqliteFailure | null, reason: string): void {
    if (this.#state === 'closing') {
      this.#state = 'closed';
      this.#failPending(closedFailure());
      return;
    }
    const failure =
      refusal ?? new SqliteFailure({ code: 'FOYER_THREAD_DIED', message: `The database thread died: ${reason}` });
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < deathWindowMs), now];
    if (refusal || this.#deaths.length > deathsTolerated) {
      this.#state = 'closed';
      this.#failPending(failure);
      this.#events.onDeath(failure);
      if (this.#wasOpened) this.#events.onFatal(failure);
      return;
    }
    this.#outbox.length = 0;
    this.#failPending(failure);
    this.#worker = this.#startWorker(this.#options);
    this.#ended = this.#watch(this.#worker);
    this.#events.onDeath(failure);
  }

  #failPending(failure: SqliteFailure): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of all) pending.reject(failure);
  }
}

function closedFailure(): SqliteFailure {
  return new SqliteFailure({ code: 'FOYER_CLOSED', message: 'The database is closed' });
}

function isDamage(failure: SqliteFailure): boolean {
  return failure.code.startsWith('SQLITE_CORRUPT') || failure.code === 'SQLITE_NOTADB';
}

/** What the writer needs of its thread. */
export type WriterThread = Pick<SqliteThread, 'send' | 'release'>;
