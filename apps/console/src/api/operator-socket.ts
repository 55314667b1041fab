import type { OperatorFrame, OperatorMessage } from '@foyer/protocol/operator-socket';
import { operatorFrameSchema } from '@foyer/protocol/operator-socket';
import { protocolVersion } from '@foyer/protocol/visitor-socket';
import { createStore, type Store } from './create-store.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export type ConnectionState = 'stopped' | 'connecting' | 'open' | 'waiting';

/** A verb that the server answers with `done` or `error`, before its request id is put in. */
export type Request = Extract<OperatorMessage, { requestId?: string | undefined }>;

/** The server said no to a request over the socket; the message is meant to be read by people. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The part of a browser's WebSocket that is used here. */
export interface Wire {
  send(data: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface OperatorSocket {
  state: Store<ConnectionState>;
  start(): void;
  stop(): void;
  /** Tries at once when it is waiting for its next attempt. */
  retryNow(): void;
  /**
   * Doubts the connection at once instead of after the usual quiet time: when the computer woke up, the tab is looked at
   * again, or the network changed. `atOnce`: even if something was heard just now.
   */
  check(atOnce?: boolean): void;
  /** False when there is no connection: nothing was sent, and nothing is kept. */
  send(message: OperatorMessage): boolean;
  /** Resolves on `done`; rejects with `RefusedError` on `error`, on a lost connection, and after 15 s. */
  request(message: Request): Promise<void>;
  onFrame(listener: (frame: OperatorFrame) => void): () => void;
}

interface Surroundings {
  connect: () => Wire;
  random: () => number;
}

const quietMs = 25_000;
const answerMs = 15_000;
/** How long a ping may take when the connection is doubted: who looks at the screen shall soon know. */
const doubtedMs = 5_000;

/** The console's one connection: greets, beats, comes back by itself, and tells requests their answers. */
export function createOperatorSocket({ connect, random }: Surroundings): OperatorSocket {
  const state = createStore<ConnectionState>('stopped');
  const listeners = new Set<(frame: OperatorFrame) => void>();
  const requests = new Map<string, { resolve: () => void; reject: (error: RefusedError) => void; timer: Timer }>();
  let wire: Wire | null = null;
  let heardAt = 0;
  let failures = 0;
  let timer: Timer | undefined;
  let requestCount = 0;

  function open(): void {
    clearTimeout(timer);
    state.set('connecting');
    const mine = connect();
    wire = mine;
    giveUpAfter(mine, answerMs);
    mine.onopen = () =>
      mine.send(JSON.stringify({ type: 'hello', protocol: protocolVersion } satisfies OperatorMessage));
    mine.onmessage = ({ data }) => {
      if (wire !== mine) return;
      beat(mine);
      const frame = readFrame(data);
      if (frame !== null) receive(frame);
    };
    mine.onclose = () => {
      if (wire === mine) lose();
    };
  }

  /** Anything heard proves the line; after a quiet time one ping asks for proof, and silence after it ends the line. */
  function beat(mine: Wire): void {
    clearTimeout(timer);
    heardAt = Date.now();
    timer = setTimeout(() => ping(mine, answerMs), quietMs);
  }

  function ping(mine: Wire, withinMs: number): void {
    if (state.get() === 'open') mine.send(JSON.stringify({ type: 'ping' } satisfies OperatorMessage));
    giveUpAfter(mine, withinMs);
  }

  /** A broken line may take minutes to say so: it is left behind at once. */
  function giveUpAfter(mine: Wire, ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      mine.close();
      if (wire === mine) lose();
    }, ms);
  }

  function lose(afterMs?: number): void {
    wire = null;
    clearTimeout(timer);
    for (const [id, { reject, timer: answerTimer }] of requests) {
      clearTimeout(answerTimer);
      requests.delete(id);
      reject(new RefusedError('unavailable', 'The connection was lost before the server answered. Try again.'));
    }
    state.set('waiting');
    timer = setTimeout(open, afterMs ?? reconnectDelayMs(failures, random()));
    failures += 1;
  }

  function receive(frame: OperatorFrame): void {
    if (frame.type === 'welcome') {
      failures = 0;
      state.set('open');
    }
    if (frame.type === 'error' && state.get() === 'connecting') {
      // The hello was refused; the server may be waiting for its database.
      const left = wire;
      lose(frame.retryAfterMs);
      left?.close();
    }
    if (frame.type === 'bye') {
      const left = wire;
      if (frame.reconnectAfterMs === null) socket.stop();
      else lose(frame.reconnectAfterMs);
      left?.close();
    }
    if ((frame.type === 'done' || frame.type === 'error') && frame.requestId !== undefined) {
      const waiting = requests.get(frame.requestId);
      requests.delete(frame.requestId);
      clearTimeout(waiting?.timer);
      if (frame.type === 'done') waiting?.resolve();
      else waiting?.reject(new RefusedError(frame.code, frame.message));
    }
    for (const listener of [...listeners]) listener(frame);
  }

  const socket: OperatorSocket = {
    state,
    start: () => {
      if (state.get() === 'stopped') open();
    },
    stop: () => {
      const left = wire;
      if (left !== null) lose();
      clearTimeout(timer);
      failures = 0;
      state.set('stopped');
      left?.close();
    },
    retryNow: () => {
      if (state.get() === 'waiting') open();
    },
    check: (atOnce = false) => {
      if (state.get() === 'waiting') open();
      else if (wire !== null && state.get() === 'open' && (atOnce || Date.now() - heardAt > quietMs))
        ping(wire, doubtedMs);
    },
    send: (message) => {
      if (wire === null || state.get() !== 'open') return false;
      wire.send(JSON.stringify(message));
      return true;
    },
    request: (message) =>
      new Promise((resolve, reject) => {
        requestCount += 1;
        const requestId = `r${requestCount}`;
        if (!socket.send({ ...message, requestId })) {
          reject(
            new RefusedError('unavailable', 'There is no connection to the server just now. Try again in a moment.'),
          );
          return;
        }
        const answerTimer = setTimeout(() => {
          requests.delete(requestId);
          reject(new RefusedError('unavailable', 'The server did not answer in time. Try again.'));
        }, answerMs);
        requests.set(requestId, { resolve, reject, timer: answerTimer });
      }),
    onFrame: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return socket;
}

type Timer = ReturnType<typeof setTimeout>;

/** A frame of a newer server, or a broken one, is passed over; what it carried is found again by gap detection. */
function readFrame(data: unknown): OperatorFrame | null {
  if (typeof data !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  const parsed = operatorFrameSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  console.warn('A frame was not understood', parsed.error.issues[0]);
  return null;
}
