import type { Redis } from 'ioredis';
import type { EventBus } from './event-bus.ts';
import { runSafely } from './handler-set.ts';
import type { BusLogger } from './logger.ts';
import { OwnEntries } from './own-entries.ts';
import type { Presence, PresenceEntry } from './presence.ts';
import { RedisScript } from './redis-script.ts';

const nodesChannel = 'presence:nodes';
/** A group is forgotten if no node has touched it for so long; each node touches its own every hour. */
const groupLifeMs = 86_400_000;
const touchEveryMs = 3_600_000;

/** Removes entries of a node unless it lives after all. KEYS: group, heartbeat of the node. ARGV: fields. */
const removeIfDeadScript = new RedisScript(`
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('HDEL', KEYS[1], unpack(ARGV)) end
return false`);

/** What presence over Redis works with. */
export interface RedisPresenceOptions {
  /** Letters, digits and hyphens; different for each start of each node. */
  nodeId: string;
  /** Not closed by presence. */
  commands: Redis;
  bus: EventBus;
  /** Begins every key. */
  prefix: string;
  logger: BusLogger;
  /** A node that has not been heard of for this long is dead. */
  ttlMs?: number;
  /** Wall clock, epoch ms. */
  now?: () => number;
}

/**
 * The presence of several nodes: a heartbeat key for each node, which expires, and a hash for each group with the entries
 * of all nodes. `tick` must be called every few seconds.
 */
export class RedisPresence implements Presence {
  readonly nodeId: string;
  readonly #commands: Redis;
  readonly #bus: EventBus;
  readonly #prefix: string;
  readonly #logger: BusLogger;
  readonly #ttlMs: number;
  readonly #now: () => number;
  readonly #own = new OwnEntries();
  readonly #handlers = new Set<{ handler: (nodes: string[]) => void }>();
  /** Entries taken down that may still be in Redis, because it was away. */
  readonly #toRemove = new Map<string, Set<string>>();
  /** Whether Redis may lack entries of this node. */
  #isBehind = false;
  #touchedAt: number;
  #knownNodes: string[];
  #isClosed = false;
  #stopListening: (() => Promise<void>) | null = null;

  constructor({ nodeId, commands, bus, prefix, logger, ttlMs = 10_000, now = Date.now }: RedisPresenceOptions) {
    if (!/^[\w-]+$/.test(nodeId)) throw new RangeError('A node id has letters, digits and hyphens only');
    this.nodeId = nodeId;
    this.#commands = commands;
    this.#bus = bus;
    this.#prefix = prefix;
    this.#logger = logger;
    this.#ttlMs = ttlMs;
    this.#now = now;
    this.#touchedAt = now();
    this.#knownNodes = [nodeId];
  }

  /** Makes this node known. Call once, before anything else. */
  async start(): Promise<void> {
    this.#stopListening = await this.#bus.subscribe(nodesChannel, () => void this.#refreshNodes());
    await this.tick();
    await this.#tellOthers();
  }

  /** Shows that this node lives, puts up again what Redis has lost, and looks which other nodes live. Never rejects. */
  async tick(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const before = await this.#commands.set(this.#nodeKey(this.nodeId), '1', 'PX', this.#ttlMs, 'GET');
      if (before === null) this.#isBehind = true; // taken for dead meanwhile, or Redis came back empty
      if (this.#now() - this.#touchedAt >= touchEveryMs) this.#isBehind = true;
      if (this.#isBehind) await this.#putUpAll();
    } catch (error) {
      this.#isBehind = true;
      this.#logger.warn({ err: error }, 'Redis cannot be told that this node lives');
    }
    await this.#refreshNodes();
  }

  async set(group: string, member: string, value: unknown): Promise<void> {
    this.#own.set(group, member, value);
    this.#toRemove.get(group)?.delete(member);
    await this.#orLater(() => this.#putUp(group, [[member, value]]));
  }

  async remove(group: string, member: string): Promise<void> {
    this.#own.remove(group, member);
    const done = await this.#orLater(() => this.#commands.hdel(this.#groupKey(group), this.#field(member)));
    if (done || this.#own.has(group, member)) return;
    const members = this.#toRemove.get(group) ?? new Set();
    this.#toRemove.set(group, members.add(member));
  }

  async list(group: string): Promise<PresenceEntry[]> {
    const entries = this.#own.list(group).map(([member, value]) => ({ node: this.nodeId, member, value }));
    return [...entries, ...(await this.#listOthers(group))];
  }

  async liveNodes(): Promise<string[]> {
    try {
      return await this.#findLiveNodes();
    } catch (error) {
      this.#logger.warn({ err: error }, 'Redis cannot be asked for the other nodes');
      return [this.nodeId];
    }
  }

  onNodesChanged(handler: (nodes: string[]) => void): () => void {
    const entry = { handler };
    this.#handlers.add(entry);
    return () => this.#handlers.delete(entry);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#handlers.clear();
    await this.#stopListening?.();
    const removal = this.#commands.pipeline();
    for (const group of this.#own.groups()) {
      const fields = this.#own.list(group).map(([member]) => this.#field(member));
      removal.hdel(this.#groupKey(group), ...fields);
    }
    removal.srem(this.#nodesKey(), this.nodeId);
    removal.del(this.#nodeKey(this.nodeId));
    this.#own.clear();
    try {
      await removal.exec();
    } catch (error) {
      this.#logger.warn({ err: error }, 'Redis cannot be told that this node leaves; its entries expire');
    }
    await this.#tellOthers();
  }

  /** The heartbeat is written before the entries: whoever finds them must find their node alive. */
  async #putUpAll(): Promise<void> {
    await this.#commands.sadd(this.#nodesKey(), this.nodeId);
    for (const [group, members] of this.#toRemove) {
      if (members.size > 0)
        await this.#commands.hdel(this.#groupKey(group), ...[...members].map((member) => this.#field(member)));
      this.#toRemove.delete(group);
    }
    for (const group of this.#own.groups()) await this.#putUp(group, this.#own.list(group));
    this.#isBehind = false;
    this.#touchedAt = this.#now();
  }

  async #putUp(group: string, entries: [member: string, value: unknown][]): Promise<void> {
    if (entries.length === 0) return;
    const key = this.#groupKey(group);
    await this.#commands.hset(
      key,
      Object.fromEntries(entries.map(([member, value]) => [this.#field(member), JSON.stringify(value)])),
    );
    await this.#commands.pexpire(key, groupLifeMs);
  }

  /** What fails now is made good by a later tick. Returns whether it was done. */
  async #orLater(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch {
      this.#isBehind = true; // the tick that fails for the same reason logs it
      return false;
    }
  }

  async #listOthers(group: string): Promise<PresenceEntry[]> {
    try {
      const fields = Object.entries(await this.#commands.hgetall(this.#groupKey(group)));
      const entries = fields.map(([field, text]) => ({
        field,
        ...parseField(field),
        value: JSON.parse(text) as unknown,
      }));
      const others = entries.filter((entry) => entry.node !== this.nodeId);
      const living = await this.#whichLive([...new Set(others.map((entry) => entry.node))]);
      const dead = others.filter((entry) => !living.has(entry.node));
      if (dead.length > 0) await this.#removeDead(group, dead);
      return others
        .filter((entry) => living.has(entry.node))
        .map(({ node, member, value }) => ({ node, member, value }));
    } catch (error) {
      this.#logger.warn({ err: error }, 'Redis cannot be asked who else is present');
      return [];
    }
  }

  async #removeDead(group: string, entries: { node: string; field: string }[]): Promise<void> {
    for (const [node, ofNode] of Map.groupBy(entries, (entry) => entry.node)) {
      const fields = ofNode.map((entry) => entry.field).slice(0, 1_000); // Lua takes so many; the rest goes the next time
      await removeIfDeadScript.run(this.#commands, [this.#groupKey(group), this.#nodeKey(node)], fields);
    }
  }

  async #findLiveNodes(): Promise<string[]> {
    const known = await this.#commands.smembers(this.#nodesKey());
    const living = await this.#whichLive(known);
    const dead = known.filter((node) => node !== this.nodeId && !living.has(node));
    if (dead.length > 0) await this.#commands.srem(this.#nodesKey(), ...dead);
    return [...living.add(this.nodeId)].sort();
  }

  async #whichLive(nodes: string[]): Promise<Set<string>> {
    if (nodes.length === 0) return new Set();
    const beats = await this.#commands.mget(nodes.map((node) => this.#nodeKey(node)));
    return new Set(nodes.filter((_, index) => beats[index] !== null));
  }

  async #refreshNodes(): Promise<void> {
    if (this.#isClosed) return;
    const nodes = await this.liveNodes();
    if (this.#isClosed || nodes.join() === this.#knownNodes.join()) return;
    this.#knownNodes = nodes;
    for (const { handler } of [...this.#handlers]) runSafely(() => handler(nodes), this.#logger, nodesChannel);
  }

  /** A hint: without it the others notice at their next tick. */
  async #tellOthers(): Promise<void> {
    await this.#bus.publish(nodesChannel, this.nodeId).catch(() => {});
  }

  #field(member: string): string {
    return `${this.nodeId}:${member}`;
  }

  #groupKey(group: string): string {
    return `${this.#prefix}${group}:presence`;
  }

  #nodeKey(node: string): string {
    return `${this.#prefix}node:${node}`;
  }

  #nodesKey(): string {
    return `${this.#prefix}nodes`;
  }
}

function parseField(field: string): { node: string; member: string } {
  const colon = field.indexOf(':');
  return { node: field.slice(0, colon), member: field.slice(colon + 1) };
}
