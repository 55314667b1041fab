import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import type { Storage } from '../../storage/storage.ts';
import { type ChatSignal, chatChannel } from './chat-channels.ts';
import { findChat, listEntries, readLastSeqs } from './chat-repository.ts';

/** Entries read at a time. */
const pageSize = 200;

/** Somebody's view of one chat: told every entry once, in order, and what is not in the log. */
export interface ChatListener {
  readonly onEntry: (entry: ChatEntry) => void;
  /** All entries up to this seq have been told. */
  readonly onResumed: (lastSeq: number) => void;
  /** The listener says it has more than there is: history shrank, start again. */
  readonly onReset: (reason: string) => void;
  readonly onChanged: (chat: ChatSummary) => void;
  readonly onTyping: (
    by: 'visitor' | 'operator',
    typing: boolean,
    operator?: { operatorId: string; name: string },
  ) => void;
  /** What the visitor has typed and not sent. */
  readonly onDraft?: (text: string) => void;
  readonly onSeen: (by: 'visitor' | 'operator', seq: number) => void;
}

class Follower {
  readonly siteId: string;
  readonly chatId: string;
  readonly listener: ChatListener;
  told: number;
  /** Reads under way: one at a time, so that live entries never overtake older ones. */
  reading: Promise<void> | null = null;
  isBehind = false;
  isStopped = false;

  constructor(siteId: string, chatId: string, afterSeq: number, listener: ChatListener) {
    this.siteId = siteId;
    this.chatId = chatId;
    this.told = afterSeq;
    this.listener = listener;
  }
}

interface FollowedSite {
  readonly byChat: Map<string, Set<Follower>>;
  readonly stop: Promise<() => Promise<void>>;
}

/**
 * Brings chats' logs to those who follow them on this node. Signals from the bus are hints: what they carry is told at
 * once when it is the next entry, else the gap is read from the database; `sweep` finds what lost signals left open.
 */
export class ChatFollowers {
  readonly #storage: Storage;
  readonly #bus: EventBus;
  readonly #logger: Logger;
  readonly #sites = new Map<string, FollowedSite>();

  constructor(storage: Storage, bus: EventBus, logger: Logger) {
    this.#storage = storage;
    this.#bus = bus;
    this.#logger = logger;
    bus.onReconnected(() => void this.sweep());
  }

  /** Follows a chat from an entry on: first what is missing, then what comes. The answer stops it. */
  async follow(siteId: string, chatId: string, afterSeq: number, listener: ChatListener): Promise<() => void> {
    const site = this.#open(siteId);
    const follower = new Follower(siteId, chatId, afterSeq, listener);
    const followers = site.byChat.get(chatId) ?? new Set();
    followers.add(follower);
    site.byChat.set(chatId, followers);
    // Subscribed before the log is read, so that nothing falls between. Without the bus the sweep does it alone.
    await site.stop.catch(() => undefined);
    try {
      await this.#resume(follower);
    } catch (error) {
      this.#stop(follower);
      throw error;
    }
    return () => this.#stop(follower);
  }

  async #resume(follower: Follower): Promise<void> {
    // What the listener came with: entries told meanwhile may be newer than what is read here.
    const afterSeq = follower.told;
    const chat = await findChat(this.#storage.db, follower.siteId, follower.chatId);
    if (chat && afterSeq > chat.lastSeq) {
      follower.told = 0;
      follower.listener.onReset('the log is shorter than what you have');
    }
    await this.#catchUp(follower);
    if (!follower.isStopped) follower.listener.onResumed(follower.told);
  }

  #open(siteId: string): FollowedSite {
    const known = this.#sites.get(siteId);
    if (known) return known;
    const site: FollowedSite = {
      byChat: new Map(),
      stop: this.#bus.subscribe(chatChannel(siteId), (message) => this.#hear(site, message as ChatSignal)),
    };
    site.stop.catch(() => this.#logger.warn({ siteId }, 'chats are followed by looking: the bus is away'));
    this.#sites.set(siteId, site);
    return site;
  }

  #hear(site: FollowedSite, signal: ChatSignal): void {
    for (const follower of site.byChat.get(signal.chatId) ?? []) {
      switch (signal.kind) {
        case 'entry':
          if (signal.entry.seq === follower.told + 1 && follower.reading === null) this.#tell(follower, signal.entry);
          else if (signal.entry.seq > follower.told) void this.#catchUp(follower);
          break;
        case 'changed':
          follower.listener.onChanged(signal.chat);
          break;
        case 'typing':
          follower.listener.onTyping(signal.by, signal.typing, signal.operator);
          break;
        case 'draft':
          follower.listener.onDraft?.(signal.text);
          break;
        case 'seen':
          follower.listener.onSeen(signal.by, signal.seq);
          break;
      }
    }
  }

  #tell(follower: Follower, entry: ChatEntry): void {
    if (follower.isStopped) return;
    follower.told = entry.seq;
    follower.listener.onEntry(entry);
  }

  /** Reads and tells what the follower lacks. A call while one is under way makes it look once more. */
  #catchUp(follower: Follower): Promise<void> {
    if (follower.reading !== null) {
      follower.isBehind = true;
      return follower.reading;
    }
    // Begun in a later turn: its end, which takes `reading` away, comes after this.
    follower.reading = Promise.resolve()
      .then(() => this.#read(follower))
      .catch((error) => this.#logger.warn({ error: String(error) }, 'a chat cannot be read just now'));
    return follower.reading;
  }

  async #read(follower: Follower): Promise<void> {
    try {
      do {
        follower.isBehind = false;
        for (;;) {
          const { siteId, chatId, told } = follower;
          const entries = await listEntries(this.#storage.db, siteId, chatId, told, pageSize);
          for (const entry of entries) this.#tell(follower, entry);
          if (entries.length < pageSize || follower.isStopped) break;
        }
      } while (follower.isBehind && !follower.isStopped);
    } finally {
      // In the turn in which it looked whether it is behind: a hint that comes later starts a read of its own.
      follower.reading = null;
    }
  }

  #stop(follower: Follower): void {
    follower.isStopped = true;
    const site = this.#sites.get(follower.siteId);
    const followers = site?.byChat.get(follower.chatId);
    followers?.delete(follower);
    if (followers?.size === 0) site?.byChat.delete(follower.chatId);
    if (site && site.byChat.size === 0) {
      this.#sites.delete(follower.siteId);
      void site.stop.then((stop) => stop()).catch(() => undefined);
    }
  }

  /** Compares what was told with what is stored, for every chat that is followed here. */
  async sweep(): Promise<void> {
    for (const [siteId, site] of this.#sites) {
      const lastSeqs = await readLastSeqs(this.#storage.db, siteId, [...site.byChat.keys()]);
      for (const [chatId, followers] of site.byChat)
        for (const follower of followers) if ((lastSeqs.get(chatId) ?? 0) > follower.told) void this.#catchUp(follower);
    }
  }
}
