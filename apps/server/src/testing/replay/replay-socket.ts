import { WebSocket } from 'ws';
import type { AnyFrame } from '../test-socket.ts';

/** Nothing is waited for longer than this: it will not come. */
const longestMs = 10_000;

/** A client's end of a socket: every frame it got, and waiting by looking again after each. */
export class ReplaySocket {
  readonly frames: AnyFrame[] = [];
  readonly #socket: WebSocket;
  readonly #watchers = new Set<() => void>();
  readonly #closed: Promise<void>;
  #pings = 0;
  #pongs = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as AnyFrame;
      if (frame.type === 'pong') this.#pongs += 1;
      else this.frames.push(frame);
      for (const look of [...this.#watchers]) look();
    });
    this.#closed = new Promise((resolve) => socket.on('close', () => resolve()));
  }

  static open(url: string, headers: Record<string, string>): Promise<ReplaySocket> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers, perMessageDeflate: false });
    const opened = new ReplaySocket(socket);
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(opened));
      socket.on('error', reject);
    });
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Resolves with what `look` answers as soon as that is not undefined. Throws when it stays so. */
  until<T>(what: string, look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#watchers.delete(check);
      };
      const check = () => {
        const found = look();
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => {
        done();
        const last = this.frames.slice(-3).map((frame) => JSON.stringify(frame).slice(0, 300));
        reject(new Error(`${what} did not come; the last frames were ${last.join(' ') || 'none'}`));
      }, longestMs);
      this.#watchers.add(check);
      check();
    });
  }

  /** The first frame so far, or to come, for which this holds. */
  frame(what: string, fits: (frame: AnyFrame) => boolean): Promise<AnyFrame> {
    return this.until(what, () => this.frames.find(fits));
  }

  /** Resolves when the server has dealt with all frames sent so far, and what it sent before that is here. */
  async caughtUp(): Promise<void> {
    this.send({ type: 'ping' });
    this.#pings += 1;
    const awaited = this.#pings;
    await this.until('the answer to a ping', () => (this.#pongs >= awaited ? true : undefined));
  }

  /** Sends a frame and waits until the server has dealt with it. */
  async tell(frame: object): Promise<void> {
    this.send(frame);
    await this.caughtUp();
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.#closed;
  }
}
