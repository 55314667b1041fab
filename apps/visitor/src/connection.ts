import { reconnectDelay } from './reconnect-delay.ts';

const pingAfterMs = 25_000;
const missesUntilDead = 2;
const welcomeWithinMs = 15_000;
/** How long a ping may take when the tab has just woken up and doubts its connection. */
const answerWithinMs = 5_000;
/** A connection that held for so long was a good one: the next failure counts as the first again. */
const stableAfterMs = 5_000;
const longestPauseMs = 300_000;

/** A frame of either direction: JSON with its `type`. */
interface Typed {
  type: string;
}

interface Handlers<Incoming> {
  /** The first frame; null: not yet possible, and `greet` will be called when it is. */
  hello(): object | null;
  /** Every frame except pong and bye; a `welcome` has already opened the connection. */
  onFrame(frame: Incoming): void;
  /** The connection broke or could not be made. `neverWelcomed`: tries so far, if none of them ever got a welcome; else 0. */
  onDown(neverWelcomed: number): void;
}

/** A socket that keeps itself open: says hello, pings, and reconnects with full jitter until `close`. */
export interface Connection<Outgoing> {
  /** Sends if the server has said welcome; false: nothing was sent. */
  send(message: Outgoing): boolean;
  /** Says hello now, where `hello` was not ready before. */
  greet(): void;
  /** Looks after the connection at once: after sleep, when the network is back, when the tab is looked at again. */
  check(): void;
  /** Ends it. `open` starts anew. */
  close(): void;
  open(): void;
}

/** Connects to `url` (ws or wss); frames are JSON objects. Never throws. */
export function connect<Outgoing extends Typed, Incoming extends Typed>(
  url: string,
  handlers: Handlers<Incoming>,
): Connection<Outgoing> {
  let socket: WebSocket | null = null;
  let welcomedAt = 0;
  let heardAt = 0;
  let everWelcomed = false;
  let failures = 0;
  let tries = 0;
  let misses = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the server asked us to wait; it goes before our own back-off, and nothing shortens it. */
  let askedPauseMs: number | null = null;
  let notBefore = 0;

  function open(): void {
    if (socket) return;
    clearTimeout(timer);
    try {
      socket = new WebSocket(url);
    } catch {
      down();
      return;
    }
    socket.onopen = greet;
    socket.onclose = down;
    socket.onmessage = (event) => hear(event.data);
    timer = setTimeout(down, welcomeWithinMs);
  }

  function greet(): void {
    if (welcomedAt) return;
    const hello = handlers.hello();
    if (hello) write(hello);
  }

  function hear(data: unknown): void {
    heardAt = Date.now();
    try {
      const frame = JSON.parse(data as string);
      if (frame.type === 'pong') return;
      if (frame.type === 'bye') {
        askedPauseMs = frame.reconnectAfterMs;
        down();
        return;
      }
      if (frame.type === 'welcome') {
        welcomedAt = heardAt;
        everWelcomed = true;
        misses = 0;
        beatIn(pingAfterMs);
      }
      if (frame.type === 'error' && !welcomedAt && frame.retryAfterMs) askedPauseMs = frame.retryAfterMs;
      handlers.onFrame(frame);
    } catch {
      // A frame we cannot read is a frame of another version.
    }
  }

  function beatIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(beat, ms);
  }

  function beat(): void {
    // A second of tolerance: timers and clock round differently.
    if (Date.now() - heardAt < pingAfterMs - 1_000) misses = 0;
    else if (misses >= missesUntilDead) {
      down();
      return;
    } else {
      misses++;
      write({ type: 'ping' });
    }
    beatIn(pingAfterMs);
  }

  function write(message: object): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  function down(): void {
    if (welcomedAt && Date.now() - welcomedAt > stableAfterMs) failures = 0;
    leave();
    const delay =
      askedPauseMs === null
        ? reconnectDelay(failures++, Math.random)
        : Math.min(longestPauseMs, Math.max(0, askedPauseMs));
    notBefore = askedPauseMs === null ? 0 : Date.now() + delay;
    askedPauseMs = null;
    timer = setTimeout(open, delay);
    handlers.onDown(everWelcomed ? 0 : ++tries);
  }

  /** A broken socket may take minutes to say so: it is left behind at once. */
  function leave(): void {
    clearTimeout(timer);
    welcomedAt = 0;
    const left = socket;
    socket = null;
    if (!left) return;
    left.onopen = left.onclose = left.onmessage = null;
    left.close();
  }

  open();
  return {
    send: (message) => welcomedAt > 0 && write(message),
    greet,
    check: () => {
      if (!socket && Date.now() >= notBefore) open();
      else if (welcomedAt && Date.now() - heardAt > pingAfterMs) {
        misses = missesUntilDead;
        write({ type: 'ping' });
        beatIn(answerWithinMs);
      }
    },
    close: leave,
    open,
  };
}
