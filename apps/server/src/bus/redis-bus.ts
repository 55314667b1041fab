import type { Redis } from 'ioredis';
import { BusError } from './bus-error.ts';
import type { BusHandler, EventBus } from './event-bus.ts';
import { HandlerSet, runSafely } from './handler-set.ts';
import type { BusLogger } from './logger.ts';
import { orUnreachable } from './redis-connection.ts';

const channelsPerCommand = 1_000;

/** What the bus over Redis works with. */
export interface RedisBusOptions {
  /** For publishing; shared with whoever else sends commands. Not closed by the bus. */
  commands: Redis;
  /** For subscriptions only. Closed by the bus. */
  subscriptions: Redis;
  /** Begins the name of every channel in Redis. */
  prefix: string;
  logger: BusLogger;
}

/**
 * The bus of several nodes. Each channel is subscribed once, however many handlers it has, and again after the connection
 * was lost; then `onReconnected` tells that messages may have been missed.
 */
export class RedisBus implements EventBus {
  readonly #commands: Redis;
  readonly #subscriptions: Redis;
  readonly #prefix: string;
  readonly #logger: BusLogger;
  readonly #handlers: HandlerSet;
  readonly #reconnected = new Set<{ handler: () => void }>();
  /** The SUBSCRIBE under way or done for each channel; a second handler waits for the same one. */
  readonly #subscribed = new Map<string, Promise<void>>();
  #isHearing = true;
  #isClosed = false;

  constructor({ commands, subscriptions, prefix, logger }: RedisBusOptions) {
    this.#commands = commands;
    this.#subscriptions = subscriptions;
    this.#prefix = prefix;
    this.#logger = logger;
    this.#handlers = new HandlerSet(logger);
    subscriptions.on('message', (channel: string, text: string) => this.#receive(channel, text));
    subscriptions.on('close', () => {
      this.#isHearing = false;
    });
    subscriptions.on('ready', () => void this.#restore());
  }

  async publish(channel: string, message: unknown): Promise<void> {
    if (this.#isClosed) throw new BusError('bus_unreachable', 'The bus is closed');
    await orUnreachable(this.#commands.publish(this.#prefix + channel, JSON.stringify(message)));
  }

  async subscribe(channel: string, handler: BusHandler): Promise<() => Promise<void>> {
    const remove = this.#handlers.add(channel, handler);
    let subscribed = this.#subscribed.get(channel);
    if (!subscribed) {
      subscribed = this.#sendSubscribe(channel);
      this.#subscribed.set(channel, subscribed);
    }
    await subscribed;
    return async () => {
      if (!remove()) return;
      this.#subscribed.delete(channel);
      await this.#sendUnsubscribe(channel);
    };
  }

  onReconnected(handler: () => void): () => void {
    const entry = { handler };
    this.#reconnected.add(entry);
    return () => this.#reconnected.delete(entry);
  }

  isConnected(): boolean {
    return this.#isHearing && !this.#isClosed && this.#commands.status === 'ready';
  }

  /**
   * Asks Redis for a sign of life on both connections, and makes those that give none connect anew: a connection that was
   * cut without a word would otherwise look alive for a quarter of an hour. To be called every few seconds.
   */
  async checkConnections(): Promise<void> {
    await Promise.all([this.#commands, this.#subscriptions].map(proveAlive));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#handlers.clear();
    this.#reconnected.clear();
    this.#subscriptions.disconnect();
  }

  #receive(channel: string, text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (error) {
      this.#logger.error({ err: error, channel }, 'A bus message is not JSON');
      return;
    }
    this.#handlers.deliver(channel.slice(this.#prefix.length), message);
  }

  /** Never rejects: what fails now is made good by the next connection. */
  async #sendSubscribe(channel: string): Promise<void> {
    if (!this.#isHearing) return;
    try {
      await this.#subscriptions.subscribe(this.#prefix + channel);
    } catch (error) {
      this.#connectAnew(error);
    }
  }

  async #sendUnsubscribe(channel: string): Promise<void> {
    if (!this.#isHearing) return;
    try {
      await this.#subscriptions.unsubscribe(this.#prefix + channel);
    } catch (error) {
      this.#connectAnew(error);
    }
  }

  async #restore(): Promise<void> {
    try {
      const channels = this.#handlers.channels().map((channel) => this.#prefix + channel);
      this.#isHearing = true; // from here on new subscriptions send their own command
      for (let start = 0; start < channels.length; start += channelsPerCommand)
        await this.#subscriptions.subscribe(...channels.slice(start, start + channelsPerCommand));
    } catch (error) {
      this.#connectAnew(error);
      return;
    }
    for (const { handler } of [...this.#reconnected]) runSafely(handler, this.#logger, 'reconnected');
  }

  /** After a failed command nobody knows what Redis thinks this node listens to; a new connection settles it. */
  #connectAnew(error: unknown): void {
    this.#isHearing = false;
    if (this.#isClosed) return;
    this.#logger.warn({ err: error }, 'Subscriptions in Redis are in doubt; connecting anew');
    if (this.#subscriptions.status === 'ready') this.#subscriptions.disconnect(true);
  }
}

async function proveAlive(connection: Redis): Promise<void> {
  if (connection.status !== 'ready') return; // it is trying to connect already
  try {
    await connection.ping();
  } catch {
    if (connection.status === 'ready') connection.disconnect(true);
  }
}
