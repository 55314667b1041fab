import type { ChatSummary } from '@foyer/protocol/chat';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { expectedWait } from './expected-wait.ts';
import { placesIn } from './queue-places.ts';
import { listQueue, listRecentWaits } from './queue-repository.ts';

/** Waits of the last two hours say what a visitor has to expect now. */
const basisMs = 2 * 3_600_000;
const minuteMs = 60_000;
/** A site's queue is read at most so often, however many chats come and go. */
const everyMs = 1_000;

/** A chat window on this node whose chat is pending. */
export interface WaitingWindow {
  readonly siteId: string;
  readonly chatId: string;
  readonly tell: (place: { position: number; expectedWaitMs: number | null }) => void;
}

/**
 * Tells waiting visitors their place among those that the same operators could take, and what they have to expect. A site's queue is read once for all
 * windows on this node, when it changes and as time passes.
 */
export class QueueBoard {
  readonly #db: Kysely<Database>;
  readonly #takersOf: (chat: ChatSummary) => readonly string[];
  readonly #now: () => number;
  readonly #windows = new Map<string, Set<WaitingWindow>>();
  readonly #told = new WeakMap<WaitingWindow, string>();
  readonly #busy = new Map<string, { isStale: boolean; timer: ReturnType<typeof setTimeout> | null }>();

  /** `takersOf`: ids of those who are connected and could take a pending chat. */
  constructor(db: Kysely<Database>, takersOf: (chat: ChatSummary) => readonly string[], now: () => number) {
    this.#db = db;
    this.#takersOf = takersOf;
    this.#now = now;
  }

  /** Tells a window from now on; the answer ends it. */
  join(window: WaitingWindow): () => void {
    const windows = this.#windows.get(window.siteId) ?? new Set();
    this.#windows.set(window.siteId, windows.add(window));
    this.look(window.siteId);
    return () => {
      windows.delete(window);
      if (windows.size === 0 && this.#windows.get(window.siteId) === windows) this.#windows.delete(window.siteId);
    };
  }

  /** The queues of all sites with waiting windows here, or of one, may have changed. Never throws. */
  look(siteId?: string): void {
    for (const one of siteId === undefined ? [...this.#windows.keys()] : [siteId]) this.#lookSoon(one);
  }

  close(): void {
    this.#windows.clear();
    for (const { timer } of this.#busy.values()) if (timer !== null) clearTimeout(timer);
    this.#busy.clear();
  }

  #lookSoon(siteId: string): void {
    const busy = this.#busy.get(siteId);
    if (busy) {
      busy.isStale = true;
      return;
    }
    const run: { isStale: boolean; timer: ReturnType<typeof setTimeout> | null } = { isStale: false, timer: null };
    this.#busy.set(siteId, run);
    // A database that is away is asked again at the next change, or as time passes.
    void this.#tell(siteId)
      .catch(() => undefined)
      .then(() => {
        if (this.#busy.get(siteId) !== run) return;
        run.timer = setTimeout(() => {
          this.#busy.delete(siteId);
          if (run.isStale && this.#windows.has(siteId)) this.#lookSoon(siteId);
        }, everyMs).unref();
      });
  }

  async #tell(siteId: string): Promise<void> {
    if (!this.#windows.has(siteId)) return;
    const now = this.#now();
    const [queue, waits] = await Promise.all([
      listQueue(this.#db, siteId),
      listRecentWaits(this.#db, siteId, now - basisMs),
    ]);
    const chats = new Map(queue.map((chat) => [chat.id, chat]));
    const places = placesIn(queue.map((chat) => ({ id: chat.id, operatorIds: this.#takersOf(chat) })));
    for (const window of this.#windows.get(siteId) ?? []) {
      const position = places.get(window.chatId);
      const pendingSince = chats.get(window.chatId)?.pendingSince ?? null;
      if (position === undefined || pendingSince === null) continue;
      const waitMs = expectedWait(waits, now - pendingSince);
      // By the minute: that is how it is told.
      const expectedWaitMs = waitMs === null ? null : Math.max(1, Math.round(waitMs / minuteMs)) * minuteMs;
      const place = { position, expectedWaitMs };
      if (this.#told.get(window) === JSON.stringify(place)) continue;
      this.#told.set(window, JSON.stringify(place));
      window.tell(place);
    }
  }
}
