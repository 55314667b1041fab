import type { ChatOptions, PendingLevel } from '@foyer/protocol/chat-options';
import type { EventBus } from '../../bus/event-bus.ts';
import type { Storage } from '../../storage/storage.ts';
import { listUnreminded, overduePage, takeReminder, type UnremindedChat } from './chat-repository.ts';

/** A pending chat has reached a level: told to the consoles of those who could take it. */
export interface PendingReminder {
  readonly siteId: string;
  readonly chatId: string;
  readonly level: PendingLevel;
  /** For how long it had to wait to reach it. */
  readonly afterSeconds: number;
}

export const reminderChannel = (siteId: string) => `reminders:${siteId}`;

/** The highest level that a wait has reached by now; 0: none. */
export function levelReached(waitedMs: number, options: ChatOptions): 0 | 1 | 2 {
  const { pendingLevelOneSeconds: one, pendingLevelTwoSeconds: two } = options;
  if (two > 0 && waitedMs >= two * 1000) return 2;
  return one > 0 && waitedMs >= one * 1000 ? 1 : 0;
}

/**
 * Reminds of pending chats as they reach their levels (S-083, S-084): each level once per pending period, whichever node
 * looks first. A chat that reached both before anybody looked gets the final reminder alone.
 */
export class PendingReminders {
  readonly #storage: Storage;
  readonly #bus: EventBus;
  readonly #optionsOf: (siteId: string) => Promise<ChatOptions | null>;
  readonly #now: () => number;
  readonly #onReminded: (due: UnremindedChat, level: PendingLevel) => void;

  constructor(parts: {
    storage: Storage;
    bus: EventBus;
    optionsOf: (siteId: string) => Promise<ChatOptions | null>;
    now: () => number;
    /** Told once per level and pending period, on the node that looked first. */
    onReminded?: (due: UnremindedChat, level: PendingLevel) => void;
  }) {
    this.#storage = parts.storage;
    this.#bus = parts.bus;
    this.#optionsOf = parts.optionsOf;
    this.#now = parts.now;
    this.#onReminded = parts.onReminded ?? (() => undefined);
  }

  /** Safe on several nodes at once. */
  async sweep(): Promise<void> {
    const now = this.#now();
    let afterId = '';
    for (;;) {
      // Page by page: chats of sites without levels must not keep others from their turn.
      const page = await listUnreminded(this.#storage.db, afterId);
      for (const chat of page) await this.#judge(chat, now);
      afterId = page.at(-1)?.chatId ?? '';
      if (page.length < overduePage) break;
    }
  }

  async #judge(due: UnremindedChat, now: number): Promise<void> {
    const options = await this.#optionsOf(due.siteId);
    const level = options ? levelReached(now - due.pendingSince, options) : 0;
    if (options === null || level === 0 || level <= due.reminded) return;
    if (!(await takeReminder(this.#storage.db, due, level))) return;
    const reminder: PendingReminder = {
      siteId: due.siteId,
      chatId: due.chatId,
      level: level === 1 ? 'one' : 'two',
      afterSeconds: level === 1 ? options.pendingLevelOneSeconds : options.pendingLevelTwoSeconds,
    };
    this.#onReminded(due, reminder.level);
    // With the bus away the colour still changes: consoles reckon it themselves by the server's clock.
    await this.#bus.publish(reminderChannel(due.siteId), reminder).catch(() => undefined);
  }
}
