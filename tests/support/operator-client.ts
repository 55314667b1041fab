/** An operator's console as far as the protocol goes: live lists, chats, requests with their answers. */
import type { ChatSummary } from '@foyer/protocol/chat';
import { type OperatorFrame, type OperatorMessage, operatorFrameSchema } from '@foyer/protocol/operator-socket';
import type { LiveCounts, LiveVisit } from '@foyer/protocol/visit';
import { protocolVersion } from '@foyer/protocol/visitor-socket';
import { ChatCopy } from './chat-copy-client.ts';
import { SocketClient } from './socket-client.ts';

type Request = Extract<OperatorMessage, { requestId?: string | undefined }>;
type RequestWithoutId = Request extends infer R ? (R extends Request ? Omit<R, 'requestId'> : never) : never;

/** The answer to a request: null is `done`, else the error's code and words. */
export type RequestAnswer = null | { code: string; message: string };

/** What an operator's screen shows of a site. */
export interface ShownVisitors {
  readonly rows: ReadonlyMap<string, LiveVisit>;
  /** Visitor ids in order. */
  readonly order: readonly string[];
  readonly counts: LiveCounts;
  readonly number: number;
}

/** A console connected to one of several servers; comes back and goes on by itself. */
export class OperatorClient {
  readonly socket: SocketClient<OperatorFrame>;
  /** Pending chats and one's own, by id, as last told. */
  readonly chats = new Map<string, ChatSummary>();
  readonly copies = new Map<string, ChatCopy>();
  readonly visitors = new Map<string, ShownVisitors>();
  readonly #siteOfChat = new Map<string, string>();
  readonly #watchedSites = new Set<string>();
  readonly #requests = new Map<string, (answer: RequestAnswer) => void>();
  #requestCount = 0;
  #isWelcome = false;

  constructor(options: { name: string; servers: readonly string[]; cookie: string }) {
    this.socket = new SocketClient(
      {
        name: options.name,
        path: '/api/v1/socket',
        servers: options.servers,
        headers: { cookie: options.cookie },
        schema: operatorFrameSchema,
      },
      {
        onOpen: () => this.#send({ type: 'hello', protocol: protocolVersion }),
        onFrame: (frame) => this.#take(frame),
        onClosed: () => this.#lose(),
      },
    );
  }

  /** Connects and waits for the welcome. */
  async start(): Promise<this> {
    this.socket.start();
    await this.ready();
    return this;
  }

  ready(): Promise<true> {
    return this.socket.until('the welcome', () => this.#isWelcome, 60_000);
  }

  get isWelcome(): boolean {
    return this.#isWelcome;
  }

  /** Everything the server did wrong in this client's eyes. */
  faults(): string[] {
    const own = this.socket.faults;
    const ofChats = [...this.copies].flatMap(([chatId, copy]) =>
      copy.faults.map((fault) => `chat ${chatId}: ${fault}`),
    );
    return [...own, ...ofChats].map((fault) => `${this.socket.name}: ${fault}`);
  }

  watchVisitors(siteId: string): void {
    this.#watchedSites.add(siteId);
    this.#sendWatch(siteId);
  }

  /** Follows a chat, from now on and after every return. */
  watchChat(siteId: string, chatId: string): ChatCopy {
    const known = this.copies.get(chatId);
    if (known) return known;
    const copy = new ChatCopy({
      send: (message) => this.#isWelcome && this.#send({ type: 'message.sent', siteId, chatId, ...message }),
      resume: (afterSeq) => this.#send({ type: 'chat.watched', siteId, chatId, afterSeq }),
    });
    this.copies.set(chatId, copy);
    this.#siteOfChat.set(chatId, siteId);
    if (this.#isWelcome) copy.connected();
    return copy;
  }

  send(message: OperatorMessage): boolean {
    return this.#send(message);
  }

  /** Asks and waits for the answer; a lost connection answers `unavailable`. */
  async request(message: RequestWithoutId): Promise<RequestAnswer> {
    this.#requestCount += 1;
    const requestId = `request-${this.#requestCount}`;
    return new Promise((resolve) => {
      this.#requests.set(requestId, resolve);
      if (!this.#send({ ...message, requestId } as Request)) this.#answer(requestId, lost);
    });
  }

  accept(siteId: string, chatId: string): Promise<RequestAnswer> {
    return this.request({ type: 'chat.accepted', siteId, chatId });
  }

  close(): Promise<void> {
    return this.socket.close();
  }

  #send(message: OperatorMessage): boolean {
    return this.socket.send(message);
  }

  #sendWatch(siteId: string): void {
    const view = { sort: { column: 'startedAt', direction: 'descending' }, filter: {}, limit: 500 } as const;
    if (this.#isWelcome) this.#send({ type: 'visitors.watched', siteId, view });
  }

  #lose(): void {
    this.#isWelcome = false;
    this.visitors.clear();
    for (const copy of this.copies.values()) copy.disconnected();
    for (const requestId of [...this.#requests.keys()]) this.#answer(requestId, lost);
  }

  #answer(requestId: string, answer: RequestAnswer): void {
    const resolve = this.#requests.get(requestId);
    this.#requests.delete(requestId);
    resolve?.(answer);
  }

  #take(frame: OperatorFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#isWelcome = true;
        this.chats.clear();
        for (const chat of frame.chats) this.chats.set(chat.id, chat);
        for (const siteId of this.#watchedSites) this.#sendWatch(siteId);
        for (const copy of this.copies.values()) copy.connected();
        break;
      case 'visitors.snapshot':
        this.visitors.set(frame.siteId, {
          rows: new Map(frame.rows.map((row) => [row.visitorId, row])),
          order: frame.rows.map((row) => row.visitorId),
          counts: frame.counts,
          number: frame.number,
        });
        break;
      case 'visitors.changed':
        this.#change(frame);
        break;
      case 'chat.changed': {
        const known = this.chats.get(frame.chat.id);
        if (known && known.version > frame.chat.version)
          this.socket.faults.push(`chat ${known.id} went back from version ${known.version} to ${frame.chat.version}`);
        this.chats.set(frame.chat.id, frame.chat);
        break;
      }
      case 'ack':
      case 'entry':
      case 'resumed':
      case 'reset':
        this.copies.get(frame.chatId)?.take(frame);
        break;
      case 'done':
        this.#answer(frame.requestId, null);
        break;
      case 'error':
        if (frame.requestId !== undefined) this.#answer(frame.requestId, { code: frame.code, message: frame.message });
        else for (const copy of this.copies.values()) copy.take(frame);
        break;
      case 'bye':
        if (frame.reconnectAfterMs === null) this.socket.stopReturning();
        else this.socket.returnAfter(frame.reconnectAfterMs);
        break;
      default: // pop-ups, typing and the like are found in `socket.frames`
    }
  }

  #change(frame: Extract<OperatorFrame, { type: 'visitors.changed' }>): void {
    const before = this.visitors.get(frame.siteId);
    if (!before || frame.number !== before.number + 1)
      this.socket.faults.push(`change ${frame.number} of the list came after ${before?.number ?? 'nothing'}`);
    const all = new Map([...(before?.rows ?? []), ...frame.rows.map((row) => [row.visitorId, row] as const)]);
    if (new Set(frame.order).size !== frame.order.length) this.socket.faults.push('a visitor stands twice in the list');
    const rows = new Map<string, LiveVisit>();
    for (const visitorId of frame.order) {
      const row = all.get(visitorId);
      if (row) rows.set(visitorId, row);
      else this.socket.faults.push(`the list orders ${visitorId}, whose row was never told`);
    }
    this.visitors.set(frame.siteId, { rows, order: frame.order, counts: frame.counts, number: frame.number });
  }
}

const lost = { code: 'unavailable', message: 'the connection was lost' } as const;
