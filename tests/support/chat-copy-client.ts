/** One client's share in a chat: what it sends, exactly once and in order, and its own copy of the log. */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChatEntry, VisitorEntry } from '@foyer/protocol/chat';

/** 128 random bits, as clients make before the first try. */
export const newClientId = (): string => randomBytes(16).toString('hex');

/** An entry as either side is told of it. */
export type TestEntry = ChatEntry | VisitorEntry;

/** A message that waits to be acknowledged. */
export interface Outgoing {
  readonly cid: string;
  readonly body: string;
}

/** A message the server has acknowledged: committed and synced. */
export interface Acknowledged extends Outgoing {
  readonly seq: number;
  readonly at: number;
}

/** Frames that concern one chat, of either protocol. */
export type ChatFrame =
  | { type: 'ack'; cid: string; seq: number; at: number }
  | { type: 'entry'; entry: TestEntry }
  | { type: 'resumed'; lastSeq: number }
  | { type: 'reset'; reason: string }
  | {
      type: 'error';
      code: string;
      message: string;
      cid?: string | undefined;
      retryable?: boolean | undefined;
      retryAfterMs?: number | undefined;
    };

/** What carries the copy's frames; false from `send`: there is no connection just now. */
export interface ChatWire {
  readonly send: (message: Outgoing) => boolean;
  readonly resume: (afterSeq: number) => void;
}

/** Keeps a message until it is acknowledged and sends one at a time, as the real clients do, so that order holds. */
export class ChatCopy {
  readonly #wire: ChatWire;
  /** Entries 1 to the last one, without gaps. */
  entries: TestEntry[] = [];
  readonly queue: Outgoing[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly refused: (Outgoing & { code: string })[] = [];
  /** What a server must never do: an entry out of turn, one that changed, an ack that differs. */
  readonly faults: string[] = [];
  /** How often the server made it start from nothing. */
  resets = 0;
  /** The same message was sent more than once. */
  resent = 0;
  /** All entries up to here were told since the last resume; null: not yet. */
  resumedAt: number | null = null;
  #inFlight: string | null = null;
  #lastSent: string | null = null;

  constructor(wire: ChatWire) {
    this.#wire = wire;
  }

  get lastSeq(): number {
    return this.entries.length;
  }

  /** Queues a message and answers its client id. */
  write(body: string, cid = newClientId()): string {
    this.queue.push({ cid, body });
    this.#pump();
    return cid;
  }

  /** A connection stands: asks for what it lacks, and sends what was not acknowledged again. */
  connected(): void {
    this.resumedAt = null;
    this.#inFlight = null;
    this.#wire.resume(this.lastSeq);
    this.#pump();
  }

  disconnected(): void {
    this.#inFlight = null;
    this.resumedAt = null;
  }

  take(frame: ChatFrame): void {
    switch (frame.type) {
      case 'ack':
        return this.#acknowledge(frame);
      case 'entry':
        return this.#add(frame.entry);
      case 'resumed':
        if (frame.lastSeq !== this.lastSeq)
          this.faults.push(`resumed to ${frame.lastSeq}, but entries came up to ${this.lastSeq}`);
        this.resumedAt = frame.lastSeq;
        return;
      case 'reset':
        this.resets += 1;
        this.entries = [];
        this.#wire.resume(0);
        return;
      case 'error':
        return this.#fail(frame);
    }
  }

  #pump(): void {
    const [next] = this.queue;
    if (!next || this.#inFlight !== null || !this.#wire.send(next)) return;
    if (this.#lastSent === next.cid) this.resent += 1;
    this.#inFlight = next.cid;
    this.#lastSent = next.cid;
  }

  #acknowledge({ cid, seq, at }: { cid: string; seq: number; at: number }): void {
    const [first] = this.queue;
    const before = this.acknowledged.find((message) => message.cid === cid);
    if (before && (before.seq !== seq || before.at !== at))
      this.faults.push(`${cid} was acknowledged as ${before.seq}, then as ${seq}`);
    if (first?.cid !== cid) {
      if (!before) this.faults.push(`acknowledged ${cid}, which was not sent`);
      return;
    }
    this.queue.shift();
    this.acknowledged.push({ ...first, seq, at });
    this.#inFlight = null;
    this.#pump();
  }

  #add(entry: TestEntry): void {
    const known = this.entries[entry.seq - 1];
    if (known) {
      if (!isDeepStrictEqual(known, entry)) this.faults.push(`entry ${entry.seq} came again and differs`);
      return;
    }
    if (entry.seq === this.lastSeq + 1) {
      this.entries.push(entry);
      return;
    }
    this.faults.push(`entry ${entry.seq} came after ${this.lastSeq}`);
    this.#wire.resume(this.lastSeq);
  }

  #fail({ cid, code, message, retryable, retryAfterMs }: Extract<ChatFrame, { type: 'error' }>): void {
    const [first] = this.queue;
    if (cid === undefined || first?.cid !== cid) return;
    this.#inFlight = null;
    if (retryable) {
      setTimeout(() => this.#pump(), retryAfterMs ?? 100).unref();
      return;
    }
    this.queue.shift();
    this.refused.push({ ...first, code: `${code}: ${message}` });
    this.#pump();
  }
}
