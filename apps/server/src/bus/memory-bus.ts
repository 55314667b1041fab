import type { BusHandler, EventBus } from './event-bus.ts';
import { HandlerSet } from './handler-set.ts';
import type { BusLogger } from './logger.ts';

/** The bus of a node that is alone. Messages are handed over as they are, after the publisher has finished its turn. */
export class MemoryBus implements EventBus {
  readonly #handlers: HandlerSet;

  constructor(logger: BusLogger) {
    this.#handlers = new HandlerSet(logger);
  }

  async publish(channel: string, message: unknown): Promise<void> {
    queueMicrotask(() => this.#handlers.deliver(channel, message));
  }

  async subscribe(channel: string, handler: BusHandler): Promise<() => Promise<void>> {
    const remove = this.#handlers.add(channel, handler);
    return async () => {
      remove();
    };
  }

  /** Never called: nothing is ever cut off. */
  onReconnected(): () => void {
    return () => {};
  }

  isConnected(): boolean {
    return true;
  }

  async close(): Promise<void> {
    this.#handlers.clear();
  }
}
