/** A visitor's browser as far as the protocol goes: the page's socket, and the chat window's. */
import { randomBytes } from 'node:crypto';
import type { VisitorChat } from '@foyer/protocol/chat';
import {
  type ChatWindowFrame,
  type ChatWindowMessage,
  chatWindowFrameSchema,
  type PageFrame,
  type PageMessage,
  pageFrameSchema,
  protocolVersion,
  type VisitorHello,
} from '@foyer/protocol/visitor-socket';
import { ChatCopy, newClientId } from './chat-copy-client.ts';
import { SocketClient } from './socket-client.ts';

const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** A browser with one page open and, once asked for, the chat window; both come back by themselves. */
export class VisitorClient {
  readonly visitorId: string;
  readonly page: SocketClient<PageFrame>;
  readonly window: SocketClient<ChatWindowFrame>;
  /** The visitor's share in the chat; null: none yet. */
  copy: ChatCopy | null = null;
  chat: VisitorChat | null = null;
  /** How often a ticket had to be shown instead of the token. */
  ticketsShown = 0;
  readonly #siteKey: string;
  readonly #tab = randomBytes(8).toString('hex');
  #token: string | null = null;
  #isPageWelcome = false;
  #isWindowWelcome = false;
  #wasConnected = false;
  #isWindowWanted = false;
  #pageCount = 0;
  /** Page views that the server has not recorded yet. */
  readonly #unrecorded: Extract<PageMessage, { type: 'page.viewed' }>[] = [];
  #request: Extract<ChatWindowMessage, { type: 'chat.requested' }> | null = null;

  constructor(options: { name: string; servers: readonly string[]; siteKey: string; visitorId?: string }) {
    this.visitorId = options.visitorId ?? randomBytes(16).toString('hex');
    this.#siteKey = options.siteKey;
    const common = { path: '/t/socket', servers: options.servers, headers: { 'user-agent': userAgent } };
    this.page = new SocketClient(
      { ...common, name: `${options.name}'s page`, schema: pageFrameSchema },
      {
        onOpen: () => this.#greetPage(),
        onFrame: (frame) => this.#takePageFrame(frame),
        onClosed: () => {
          this.#isPageWelcome = false;
        },
      },
    );
    this.window = new SocketClient(
      { ...common, name: `${options.name}'s window`, schema: chatWindowFrameSchema },
      {
        onOpen: () => void this.#greetWindow(),
        onFrame: (frame) => this.#takeWindowFrame(frame),
        onClosed: () => {
          this.#isWindowWelcome = false;
          this.copy?.disconnected();
        },
      },
    );
  }

  /** Opens a page and waits until its view is recorded. */
  async open(path: string): Promise<this> {
    this.page.start();
    this.view(path);
    await this.page.until('the page view recorded', () => this.#isPageWelcome && this.#unrecorded.length === 0, 60_000);
    return this;
  }

  /** Reports a page view; kept and sent again until it is recorded. */
  view(path: string): void {
    this.#pageCount += 1;
    const view = {
      type: 'page.viewed',
      n: this.#pageCount,
      url: `https://shop.example${path}`,
      title: `Page ${path}`,
      referrer: '',
      ageMs: 0,
      visible: true,
    } as const;
    this.#unrecorded.push(view);
    if (this.#isPageWelcome) this.tell(view);
  }

  tell(message: PageMessage): boolean {
    return this.page.send(message);
  }

  /** Opens the chat window and waits for its welcome. */
  async openWindow(): Promise<this> {
    this.#isWindowWanted = true;
    this.window.start();
    await this.windowReady();
    return this;
  }

  windowReady(): Promise<true> {
    return this.window.until('the welcome', () => this.#isWindowWelcome, 60_000);
  }

  get isWindowWelcome(): boolean {
    return this.#isWindowWelcome;
  }

  /** Asks for a chat, again after every break until it is answered, and waits for it. */
  async requestChat(question: string, extra: { name?: string; invitationId?: string } = {}): Promise<VisitorChat> {
    const cid = newClientId();
    this.#request = { type: 'chat.requested', cid, question, ...extra };
    const from = this.window.frames.length;
    this.sendFromWindow(this.#request);
    const answer = await this.window.until('an answer to the request', () =>
      this.window.frames
        .slice(from)
        .find((frame) => (frame.type === 'chat.changed' || frame.type === 'error') && frame.cid === cid),
    );
    if (answer.type !== 'chat.changed') throw new Error(`The chat was refused: ${JSON.stringify(answer)}`);
    return answer.chat;
  }

  sendFromWindow(message: ChatWindowMessage): boolean {
    return this.#isWindowWelcome && this.window.send(message);
  }

  /** The visitor's share in the chat they have. Throws when they have none. */
  get conversation(): ChatCopy {
    if (!this.copy) throw new Error(`${this.window.name} has no chat`);
    return this.copy;
  }

  /** Everything the server did wrong in this client's eyes. */
  faults(): string[] {
    const ofChat = this.copy?.faults ?? [];
    return [
      ...this.page.faults.map((fault) => `${this.page.name}: ${fault}`),
      ...[...this.window.faults, ...ofChat].map((fault) => `${this.window.name}: ${fault}`),
    ];
  }

  /** Sends both sockets to these servers from their next connection on. */
  moveTo(servers: readonly string[]): void {
    this.page.servers = servers;
    this.window.servers = servers;
  }

  async close(): Promise<void> {
    await Promise.all([this.page.close(), this.window.close()]);
  }

  #greetPage(): void {
    const hello = { type: 'hello', kind: 'page', protocol: protocolVersion } as const;
    const identity = { site: this.#siteKey, visitor: this.visitorId, tab: this.#tab };
    this.page.send({ ...hello, ...identity, ...(this.#wasConnected ? { resumed: true } : {}) } satisfies VisitorHello);
  }

  #takePageFrame(frame: PageFrame): void {
    if (frame.type === 'welcome') {
      this.#isPageWelcome = true;
      this.#wasConnected = true;
      for (const view of this.#unrecorded) this.tell(view);
      // The window may wait for its ticket.
      if (this.#isWindowWanted && this.#token === null) this.tell({ type: 'ticket.requested' });
    }
    if (frame.type === 'page.recorded') {
      const index = this.#unrecorded.findIndex((view) => view.n === frame.n);
      if (index !== -1) this.#unrecorded.splice(index, 1);
    }
    if (frame.type === 'bye') this.page.returnAfter(frame.reconnectAfterMs);
  }

  async #greetWindow(): Promise<void> {
    const hello = { type: 'hello', kind: 'chat', protocol: protocolVersion, site: this.#siteKey } as const;
    if (this.#token !== null) {
      this.window.send({ ...hello, token: this.#token } satisfies VisitorHello);
      return;
    }
    const ticketSince = this.page.frames.length;
    this.tell({ type: 'ticket.requested' });
    try {
      const { ticket } = await this.page.frame('chat.ticket', undefined, { from: ticketSince, timeoutMs: 5_000 });
      this.ticketsShown += 1;
      this.window.send({ ...hello, ticket } satisfies VisitorHello);
    } catch {
      this.window.cut(); // comes back, and asks for another
    }
  }

  #takeWindowFrame(frame: ChatWindowFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#isWindowWelcome = true;
        if (frame.token !== null) this.#token = frame.token;
        if (frame.chat) this.#join(frame.chat);
        if (this.copy) this.copy.connected();
        if (this.#request) this.window.send(this.#request);
        break;
      case 'chat.changed':
        if (frame.cid !== undefined && frame.cid === this.#request?.cid) this.#request = null;
        this.#join(frame.chat);
        break;
      case 'ack':
      case 'entry':
      case 'resumed':
      case 'reset':
        if (frame.chatId === this.chat?.chatId) this.copy?.take(frame);
        break;
      case 'error':
        if (frame.code === 'not_signed_in') this.#token = null;
        else if (frame.cid !== undefined && frame.cid === this.#request?.cid && !frame.retryable) this.#request = null;
        else this.copy?.take(frame);
        break;
      case 'bye':
        this.window.returnAfter(frame.reconnectAfterMs);
        break;
      default: // typing and the like are found in `window.frames`
    }
  }

  #join(chat: VisitorChat): void {
    if (this.chat?.chatId !== chat.chatId) {
      const { chatId } = chat;
      this.copy = new ChatCopy({
        send: (message) => this.sendFromWindow({ type: 'message.sent', chatId, ...message }),
        resume: (afterSeq) => void this.sendFromWindow({ type: 'chat.resumed', chatId, afterSeq }),
      });
    }
    this.chat = chat;
  }
}
