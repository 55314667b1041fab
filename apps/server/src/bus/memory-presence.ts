import { OwnEntries } from './own-entries.ts';
import type { Presence, PresenceEntry } from './presence.ts';

/** The presence of a node that is alone. */
export class MemoryPresence implements Presence {
  readonly nodeId: string;
  readonly #own = new OwnEntries();

  constructor(nodeId: string) {
    this.nodeId = nodeId;
  }

  async set(group: string, member: string, value: unknown): Promise<void> {
    this.#own.set(group, member, value);
  }

  async remove(group: string, member: string): Promise<void> {
    this.#own.remove(group, member);
  }

  async list(group: string): Promise<PresenceEntry[]> {
    return this.#own.list(group).map(([member, value]) => ({ node: this.nodeId, member, value }));
  }

  async liveNodes(): Promise<string[]> {
    return [this.nodeId];
  }

  /** Never called: there is no other node. */
  onNodesChanged(): () => void {
    return () => {};
  }

  async close(): Promise<void> {
    this.#own.clear();
  }
}
