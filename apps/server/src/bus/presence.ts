/** Something a node has put up: it vanishes when the node dies. */
export interface PresenceEntry {
  node: string;
  member: string;
  value: unknown;
}

/**
 * Which nodes live, and what each of them has put up, such as the operators connected to it. A node that is cut off sees
 * itself only, and the others no longer see it; both mend by themselves.
 */
export interface Presence {
  readonly nodeId: string;
  /** Puts up or replaces this node's entry. While the node is cut off it resolves too, and the others see it afterwards. */
  set(group: string, member: string, value: unknown): Promise<void>;
  /** Takes down this node's entry, if there is one. */
  remove(group: string, member: string): Promise<void>;
  /** All entries of a group that belong to living nodes, in no order. One member may be on several nodes. */
  list(group: string): Promise<PresenceEntry[]>;
  /** Sorted; always includes this node. */
  liveNodes(): Promise<string[]>;
  /** Called with the living nodes after one joined, left or died. Returns the function that ends it. */
  onNodesChanged(handler: (nodes: string[]) => void): () => void;
  /** Takes down all of this node's entries at once and tells the others. */
  close(): Promise<void>;
}
