/**
 * Hints between nodes: "chat X has something new". A message reaches every subscriber on every node, the publisher's own
 * included, in the order in which one node published; it may be lost while a node is cut off, so nothing that matters may
 * depend on it alone. Messages are JSON values; whoever receives one does not change it.
 */
export interface EventBus {
  /** Rejects with BusError `bus_unreachable` when the message could not be sent; it is then not kept for later. */
  publish(channel: string, message: unknown): Promise<void>;
  /**
   * What is published after this resolves is heard. While the bus is cut off it resolves too, and hearing begins with the
   * next connection. The function it returns ends the subscription; it may be called again without harm.
   */
  subscribe(channel: string, handler: BusHandler): Promise<() => Promise<void>>;
  /** Called after messages may have been missed, once they are heard again. Returns the function that ends it. */
  onReconnected(handler: () => void): () => void;
  isConnected(): boolean;
  close(): Promise<void>;
}

/** Receives what was published. What it throws is logged and harms nobody else. */
export type BusHandler = (message: unknown) => void;
