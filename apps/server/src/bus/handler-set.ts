import type { BusHandler } from './event-bus.ts';
import type { BusLogger } from './logger.ts';

/** The handlers of each channel on this node. */
export class HandlerSet {
  readonly #logger: BusLogger;
  readonly #handlers = new Map<string, Set<{ handler: BusHandler }>>();

  constructor(logger: BusLogger) {
    this.#logger = logger;
  }

  /** Adds a handler (the same one may be added twice). Returns the function that removes it and tells whether it was the channel's last. */
  add(channel: string, handler: BusHandler): () => boolean {
    const entry = { handler };
    const entries = this.#handlers.get(channel) ?? new Set();
    entries.add(entry);
    this.#handlers.set(channel, entries);
    return () => {
      if (!entries.delete(entry) || entries.size > 0) return false;
      this.#handlers.delete(channel);
      return true;
    };
  }

  has(channel: string): boolean {
    return this.#handlers.has(channel);
  }

  channels(): string[] {
    return [...this.#handlers.keys()];
  }

  /** Hands a message to every handler of the channel; none can keep it from the others. */
  deliver(channel: string, message: unknown): void {
    for (const { handler } of [...(this.#handlers.get(channel) ?? [])]) {
      runSafely(() => handler(message), this.#logger, channel);
    }
  }

  clear(): void {
    this.#handlers.clear();
  }
}

/** Runs a handler and logs what it throws, now or, if it is asynchronous after all, later. */
export function runSafely(handler: () => unknown, logger: BusLogger, channel: string): void {
  const report = (error: unknown) => logger.error({ err: error, channel }, 'A handler of a bus message failed');
  try {
    const result = handler();
    if (result instanceof Promise) result.catch(report);
  } catch (error) {
    report(error);
  }
}
