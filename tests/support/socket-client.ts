/** A WebSocket client that comes back by itself, to any of several servers. Operator and visitor clients are built on it. */
import { WebSocket } from 'ws';
import type { z } from 'zod';

const firstPauseMs = 30;
const longestPauseMs = 300;

/** What a client is told of its connection. */
export interface SocketHandlers<Frame> {
  /** The connection stands: say hello. */
  readonly onOpen: () => void;
  readonly onFrame: (frame: Frame) => void;
  readonly onClosed: (code: number) => void;
}

/** One end of a protocol: frames in by its schema, frames out, and a new connection whenever the old one is gone. */
export class SocketClient<Frame extends { type: string }> {
  readonly name: string;
  readonly #path: string;
  /** Addresses without a slash at the end, tried in turn. May be changed while the client runs. */
  servers: readonly string[];
  readonly #headers: Record<string, string>;
  readonly #schema: z.ZodType<Frame>;
  readonly #handlers: SocketHandlers<Frame>;
  /** Everything the server has sent, oldest first, over all connections. */
  readonly frames: Frame[] = [];
  /** Breaches of the protocol, by the server or the client: a test ends with none. */
  readonly faults: string[] = [];
  /** Connections that stood. */
  connections = 0;
  /** Close code of the newest connection that ended; null: none has. */
  closeCode: number | null = null;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  readonly #watchers = new Set<() => void>();

  constructor(
    options: {
      name: string;
      path: string;
      servers: readonly string[];
      headers?: Record<string, string>;
      schema: z.ZodType<Frame>;
    },
    handlers: SocketHandlers<Frame>,
  ) {
    this.name = options.name;
    this.#path = options.path;
    this.servers = options.servers;
    this.#headers = options.headers ?? {};
    this.#schema = options.schema;
    this.#handlers = handlers;
  }

  /** Connects, now and whenever the connection is lost, until `close`. */
  start(): void {
    this.#isStopped = false;
    if (this.#socket === null) this.#connect();
  }

  /** Ends the connection for good, and resolves when it is closed. */
  async close(): Promise<void> {
    this.stopReturning();
    const socket = this.#socket;
    if (socket === null) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.close(1000);
    await closed;
  }

  /** Does not come back when this connection ends. */
  stopReturning(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Cuts the connection as a broken network does: no close frame, nothing waited for. It comes back. */
  cut(): void {
    this.#socket?.terminate();
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** False: there is no connection, and nothing was sent. */
  send(frame: object): boolean {
    if (!this.isConnected) return false;
    this.#socket?.send(JSON.stringify(frame));
    return true;
  }

  /** Resolves with what `look` answers as soon as it is neither null nor false: looked at now and after every event. */
  until<T>(what: string, look: () => T | null | undefined | false, timeoutMs = 15_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#watchers.delete(check);
      };
      const check = () => {
        const found = look();
        if (found === null || found === undefined || found === false) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`${this.name}: not within ${timeoutMs} ms: ${what}. ${this.#describe()}`));
      }, timeoutMs);
      this.#watchers.add(check);
      check();
    });
  }

  /** The first frame of this type, from now on or among those after `from`, that `fits`. */
  frame<T extends Frame['type']>(
    type: T,
    fits: (frame: Extract<Frame, { type: T }>) => boolean = () => true,
    { from = this.frames.length, timeoutMs = 15_000 }: { from?: number; timeoutMs?: number } = {},
  ): Promise<Extract<Frame, { type: T }>> {
    const isWanted = (frame: Frame): frame is Extract<Frame, { type: T }> =>
      frame.type === type && fits(frame as Extract<Frame, { type: T }>);
    return this.until(`a frame ${type}`, () => this.frames.slice(from).find(isWanted), timeoutMs);
  }

  /** Lets those who wait look again. */
  changed(): void {
    for (const check of [...this.#watchers]) check();
  }

  /** Waits as the server asks before it comes back, instead of as it would. */
  returnAfter(pauseMs: number): void {
    this.#attempt = 0;
    this.#pauseMs = pauseMs;
  }
  #pauseMs: number | null = null;

  #connect(): void {
    const server = this.servers[this.#attempt % this.servers.length];
    if (server === undefined) throw new Error(`${this.name} has no server to connect to`);
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}${this.#path}`, {
      headers: { origin: server, ...this.#headers },
      handshakeTimeout: 5_000,
    });
    this.#socket = socket;
    socket.on('open', () => {
      this.connections += 1;
      this.#handlers.onOpen();
    });
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', (code) => {
      this.#socket = null;
      this.closeCode = code;
      this.#handlers.onClosed(code);
      if (!this.#isStopped) this.#returnLater();
      this.changed();
    });
  }

  #returnLater(): void {
    const pauseMs =
      this.#pauseMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.#attempt, 6)) * (0.5 + Math.random());
    this.#pauseMs = null;
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#connect(), pauseMs);
  }

  #receive(text: string): void {
    const parsed = this.#schema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      this.faults.push(`not a frame of the protocol: ${text.slice(0, 300)} (${parsed.error.message})`);
      return this.changed();
    }
    if (parsed.data.type === 'welcome' && this.#attempt > 0) this.#attempt = this.#attempt % this.servers.length;
    this.frames.push(parsed.data);
    this.#handlers.onFrame(parsed.data);
    this.changed();
  }

  #describe(): string {
    const last = this.frames.slice(-4).map((frame) => JSON.stringify(frame).slice(0, 200));
    return `Connected: ${this.isConnected}, closed by ${this.closeCode}. Faults: ${this.faults.join('; ') || 'none'}. Last frames: ${last.join(' ')}`;
  }
}
