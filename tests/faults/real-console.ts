/** The operator's console as browsers run it, all but its screens: connection, lists, logs, outbox. One for each process. */
import type { ChatEntry } from '@foyer/protocol/chat';

/** The operator at that console. Open it only once the browser's globals are there. */
export class RealConsole {
  readonly #code: Awaited<ReturnType<typeof loadConsole>>;
  readonly #siteId: string;
  readonly #stop: () => void;
  readonly #watched: (() => void)[] = [];
  /** Everything they have written, by chat, in order. */
  readonly written = new Map<string, string[]>();

  private constructor(code: Awaited<ReturnType<typeof loadConsole>>, siteId: string, stop: () => void) {
    this.#code = code;
    this.#siteId = siteId;
    this.#stop = stop;
  }

  static async open(operatorId: string, siteId: string): Promise<RealConsole> {
    const code = await loadConsole();
    code.isSoundOn.set(false);
    const stopFollowing = code.followInbox(operatorId, false);
    code.operatorSocket.start();
    return new RealConsole(code, siteId, () => {
      code.operatorSocket.stop();
      stopFollowing();
    });
  }

  get isConnected(): boolean {
    return this.#code.operatorSocket.state.get() === 'open';
  }

  /** As *Retry now* does. */
  retryNow(): void {
    this.#code.operatorSocket.retryNow();
  }

  isPending(chatId: string): boolean {
    return this.#code.inbox.get().chats[chatId]?.state === 'pending';
  }

  /** Accepts a chat and keeps it on the screen. */
  async take(chatId: string): Promise<void> {
    await this.#code.operatorSocket.request({ type: 'chat.accepted', siteId: this.#siteId, chatId });
    this.#watched.push(this.#code.watchChat(this.#siteId, chatId));
    this.written.set(chatId, []);
  }

  write(chatId: string, body: string): void {
    this.written.get(chatId)?.push(body);
    this.#code.sendMessage(this.#siteId, chatId, body, 'message');
  }

  /** What the conversation shows. */
  entries(chatId: string): readonly ChatEntry[] {
    return this.#code.inbox.get().logs[chatId]?.entries ?? [];
  }

  /** Messages of a chat that the server has not acknowledged, each with its state. */
  waiting(chatId: string): readonly string[] {
    return this.#code.inbox
      .get()
      .outbox.filter((message) => message.chatId === chatId)
      .map(({ state, body, fault }) => [state, body, fault].join(' '));
  }

  close(): void {
    for (const stop of this.#watched) stop();
    this.#stop();
  }
}

/** Late, for it opens the connection to where `location` says. */
async function loadConsole() {
  const [{ operatorSocket }, { followInbox }, { inbox }, { sendMessage }, { watchChat }, { isSoundOn }] =
    await Promise.all([
      import('../../apps/console/src/api/connection.ts'),
      import('../../apps/console/src/features/inbox/follow-inbox.ts'),
      import('../../apps/console/src/features/inbox/inbox.ts'),
      import('../../apps/console/src/features/inbox/outgoing.ts'),
      import('../../apps/console/src/features/inbox/watched-chats.ts'),
      import('../../apps/console/src/features/inbox/announce.ts'),
    ]);
  return { operatorSocket, followInbox, inbox, sendMessage, watchChat, isSoundOn };
}
