import type { EventBus } from '../../bus/event-bus.ts';
import type { Presence } from '../../bus/presence.ts';

/** A supervisor who watches a chat, by one of their clients. */
interface Monitor {
  readonly chatId: string;
  readonly operatorId: string;
  readonly name: string;
  /** Whether the chat's operator may know. */
  readonly isShown: boolean;
}

const group = 'monitors';
const channel = 'monitors';

/** Who watches which chat just now, on every node. It is nowhere stored: a node that dies takes its own along. */
export class ChatMonitors {
  readonly #presence: Presence;
  readonly #bus: EventBus;
  readonly #listeners = new Set<() => void>();
  #monitors: readonly Monitor[] = [];
  #refreshing: Promise<void> | null = null;
  #isStale = false;

  constructor(presence: Presence, bus: EventBus) {
    this.#presence = presence;
    this.#bus = bus;
  }

  /** Starts to hear of who comes and goes on any node. */
  async follow(): Promise<void> {
    await this.#bus.subscribe(channel, () => void this.refresh());
    this.#bus.onReconnected(() => void this.refresh());
    this.#presence.onNodesChanged(() => void this.refresh());
    await this.refresh();
  }

  /** Called after every change; the answer ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(connectionId: string, monitor: Monitor): Promise<void> {
    await this.#presence.set(group, `${monitor.chatId} ${connectionId}`, monitor);
    await this.#announce();
  }

  async stop(connectionId: string, chatId: string): Promise<void> {
    await this.#presence.remove(group, `${chatId} ${connectionId}`);
    await this.#announce();
  }

  /** Whether somebody has a chat open on any of their clients. */
  isWatching(chatId: string, operatorId: string): boolean {
    return this.#monitors.some((one) => one.chatId === chatId && one.operatorId === operatorId);
  }

  /** Names of those who watch a chat as its operator may know them, each once, in order; without the one who asks. */
  namesOf(chatId: string, exceptOperatorId: string): string[] {
    const watching = this.#monitors.filter(
      (one) => one.isShown && one.chatId === chatId && one.operatorId !== exceptOperatorId,
    );
    const byId = new Map(watching.map((one) => [one.operatorId, one.name]));
    return [...byId.values()].sort((one, other) => one.localeCompare(other, 'en'));
  }

  /** Reads anew who is there. Calls while one is under way lead to one more. */
  refresh(): Promise<void> {
    if (this.#refreshing !== null) {
      this.#isStale = true;
      return this.#refreshing;
    }
    // Begun in a later turn: its end, which takes `#refreshing` away, comes after this.
    this.#refreshing = Promise.resolve().then(() => this.#read());
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#isStale = false;
        const entries = await this.#presence.list(group).catch(() => null);
        if (entries === null) return; // presence is away: what was known last stands
        this.#monitors = entries.map(({ value }) => value as Monitor);
        for (const listener of this.#listeners) listener();
      } while (this.#isStale);
    } finally {
      this.#refreshing = null;
    }
  }

  async #announce(): Promise<void> {
    await this.#bus.publish(channel, {}).catch(() => undefined);
    // The bus may be away; this node's own view must be right in any case.
    await this.refresh();
  }
}
