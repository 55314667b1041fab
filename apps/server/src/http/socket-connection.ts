import type { WebSocket } from 'ws';

/** Frames are counted over so long. */
const windowMs = 10_000;

/** One open WebSocket: frames out, frames in, and an end. */
export class SocketConnection {
  readonly #socket: WebSocket;
  readonly #maxQueuedBytes: number;
  readonly #maxFramesPerWindow: number;
  #windowStartedAt = 0;
  #framesInWindow = 0;
  isAlive = true;
  hasGreeted = false;

  constructor(socket: WebSocket, maxQueuedBytes: number, maxFramesPerWindow: number) {
    this.#socket = socket;
    this.#maxQueuedBytes = maxQueuedBytes;
    this.#maxFramesPerWindow = maxFramesPerWindow;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Sends an object as one frame. A reader too slow to keep up is cut; it will resume. */
  send(frame: object): void {
    this.sendText(JSON.stringify(frame));
  }

  /** Sends a frame built once for many. */
  sendText(frame: string): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > this.#maxQueuedBytes) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(frame);
  }

  onFrame(handler: (text: string) => void): void {
    this.#socket.on('message', (data, isBinary) => {
      if (isBinary) this.close(1003, 'text frames only');
      else if (!this.#mayTakeFrame()) this.close(1008, 'too many frames');
      else handler(data.toString());
    });
  }

  /** Bounds what a client can ask for, whatever its frames say: pings and refused ones count too. */
  #mayTakeFrame(): boolean {
    const now = performance.now();
    if (now - this.#windowStartedAt > windowMs) {
      this.#windowStartedAt = now;
      this.#framesInWindow = 0;
    }
    this.#framesInWindow += 1;
    return this.#framesInWindow <= this.#maxFramesPerWindow;
  }

  onClosed(handler: () => void): void {
    this.#socket.once('close', handler);
  }

  ping(): void {
    if (this.isOpen) this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
