import { assertBindable } from './assert-bindable.ts';
import type { SqliteFailure } from './sqlite-failure.ts';
import type { Statement, StatementResult } from './sqlite-message.ts';
import type { WriterThread } from './sqlite-thread.ts';
import { SqliteTransaction } from './sqlite-transaction.ts';

const groupSize = 64;
const groupMs = 5;

/** Transactions that are committed together. */
interface Group {
  id: number;
  startedAt: number;
  size: number;
  /** Whether the thread has been told of it: a group in which nothing ran needs no commit. */
  isOpen: boolean;
  members: { resolve(): void; reject(error: unknown): void }[];
}

/**
 * The one way to write to SQLite. Transactions run one after another; each resolves only when it is on the disk, and those
 * that wait for each other share one wait for the disk: the group is committed when nobody waits for the writer any more,
 * or when it has grown to 64 transactions or 5 ms.
 */
export class SqliteWriter {
  readonly #thread: WriterThread;
  readonly #now: () => number;
  readonly #waiting: ((group: Group) => void)[] = [];
  #lastGroupId = 0;
  #group: Group | null = null;
  #holder: SqliteTransaction | null = null;
  #isCommitting = false;
  #isScheduled = false;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(thread: WriterThread, now: () => number = () => performance.now()) {
    this.#thread = thread;
    this.#now = now;
  }

  /** Runs one statement as a transaction of its own; resolves once it is durable. */
  async run(statement: Statement): Promise<StatementResult> {
    assertBindable(statement.parameters);
    return await new Promise((resolve, reject) => {
      this.#waiting.push((group) => {
        group.isOpen = true;
        const answer = this.#thread.send({ kind: 'write', group: group.id, part: 'single', statement });
        answer.catch(reject); // a statement that failed is known at once; the others of its group are not touched
        group.members.push({ resolve: () => void answer.then(resolve, reject), reject });
      });
      this.#schedule();
    });
  }

  /** Waits for its turn. The transaction holds the writer until it is committed or rolled back. */
  begin(): Promise<SqliteTransaction> {
    return new Promise((resolve) => {
      this.#waiting.push((group) => {
        const end = (isCommitted: boolean): Promise<void> => {
          this.#holder = null;
          this.#schedule();
          if (!isCommitted) return Promise.resolve();
          return new Promise((done, failed) => group.members.push({ resolve: done, reject: failed }));
        };
        const markOpen = () => {
          group.isOpen = true;
        };
        this.#holder = new SqliteTransaction({ thread: this.#thread, group: group.id, markOpen, end, now: this.#now });
        resolve(this.#holder);
      });
      this.#schedule();
    });
  }

  /** Rolls back a transaction that has held the writer for longer than `idleMs` without asking for anything. */
  expireIdle(idleMs: number): void {
    this.#holder?.expireIfIdle(idleMs);
  }

  /** The thread died: whatever was under way is lost, and the next transaction begins afresh. */
  abandonGroup(error: SqliteFailure): void {
    const group = this.#group;
    this.#group = null;
    this.#isCommitting = false;
    const holder = this.#holder;
    this.#holder = null;
    holder?.abandon(error);
    for (const member of group?.members ?? []) member.reject(error);
    this.#schedule();
  }

  /** Later in this turn of the event loop, so that all who ask in the same turn share a group. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#proceed();
    });
  }

  #proceed(): void {
    while (!this.#holder && !this.#isCommitting) {
      const next = this.#groupIsFull() ? undefined : this.#waiting.shift();
      if (next) {
        this.#group ??= this.#newGroup();
        this.#group.size += 1;
        next(this.#group);
      } else if (this.#group) {
        void this.#commit(this.#group);
      } else {
        return;
      }
    }
  }

  #groupIsFull(): boolean {
    return this.#group !== null && (this.#group.size >= groupSize || this.#now() - this.#group.startedAt >= groupMs);
  }

  #newGroup(): Group {
    this.#lastGroupId += 1;
    return { id: this.#lastGroupId, startedAt: this.#now(), size: 0, isOpen: false, members: [] };
  }

  async #commit(group: Group): Promise<void> {
    this.#isCommitting = true;
    let failure: unknown = null;
    try {
      if (group.isOpen) await this.#thread.send({ kind: 'commit', group: group.id });
    } catch (error) {
      failure = error;
    }
    if (this.#group !== group) return; // abandoned meanwhile, and its members told
    this.#group = null;
    this.#isCommitting = false;
    for (const member of group.members) {
      if (failure === null) member.resolve();
      else member.reject(failure);
    }
    this.#schedule();
  }
}
