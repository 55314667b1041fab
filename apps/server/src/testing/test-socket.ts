import { WebSocket } from 'ws';

/** A frame from the server. Its fields are looked at by the test that knows its type. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it waits for
export type AnyFrame = { type: string } & Record<string, any>;

/** The server answered the upgrade with this status. */
export class SocketRefused extends Error {
  override readonly name = 'SocketRefused';
  readonly status: number;
  constructor(status: number) {
    super(`the socket was refused with ${status}`);
    this.status = status;
  }
}

/** What a browser says it is: programs that say nothing count as robots. */
export const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** A client's end of a socket: keeps every frame it got. */
export class TestSocket {
  readonly frames: AnyFrame[] = [];
  /** Settles when the socket is closed by either side. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  #read = 0;
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)));
      this.#wake();
    });
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#wake();
      }),
    );
  }

  /** Opens a socket. Throws SocketRefused. */
  static open(url: string, headers: Record<string, string> = {}): Promise<TestSocket> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), {
      headers: { 'user-agent': browser, ...headers },
      perMessageDeflate: false,
    });
    const test = new TestSocket(socket);
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(test));
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        reject(new SocketRefused(response.statusCode ?? 0));
      });
      socket.on('error', reject);
    });
  }

  /** Sends a frame; text is sent as it is. */
  send(frame: object | string | Buffer): void {
    const data = typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame);
    this.#socket.send(data);
  }

  /** The next frame, not looked at before, for which this holds (a name: of this type). Throws when none comes. */
  async next(wanted: string | ((frame: AnyFrame) => boolean), withinMs = 5000): Promise<AnyFrame> {
    const fits = typeof wanted === 'string' ? (frame: AnyFrame) => frame.type === wanted : wanted;
    const deadline = Date.now() + withinMs;
    for (;;) {
      while (this.#read < this.frames.length) {
        const frame = this.frames[this.#read++];
        if (frame && fits(frame)) return frame;
      }
      if (Date.now() > deadline || this.#socket.readyState === WebSocket.CLOSED)
        throw new Error(`no frame ${String(wanted)} came; the last were ${JSON.stringify(this.frames.slice(-3))}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 50);
      });
    }
  }

  /** Sends a frame and answers all that came up to the answer to a ping sent after it. */
  async ask(frame: object | string): Promise<AnyFrame[]> {
    const from = this.frames.length;
    this.send(frame);
    this.send({ type: 'ping' });
    this.#read = from;
    await this.next('pong');
    return this.frames.slice(from).filter((one) => one.type !== 'pong');
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }
}

/** Status with which an upgrade is refused; 101 when it is not. */
export async function statusOfUpgrade(url: string, headers: Record<string, string>): Promise<number> {
  try {
    await (await TestSocket.open(url, headers)).close();
    return 101;
  } catch (error) {
    if (error instanceof SocketRefused) return error.status;
    throw error;
  }
}
