import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { BusError } from './bus-error.ts';
import { orUnreachable } from './redis-connection.ts';
import { parseVisitName, visitName } from './visit-name.ts';
import { takeDueScript, writeVisitScript } from './visit-scripts.ts';
import { type Change, reclaimMs, type VisitKey, type VisitStore } from './visit-store.ts';

const attempts = 40;
const scanSize = 500;
const hourMs = 3_600_000;

/** What the store over Redis works with. */
export interface RedisVisitStoreOptions {
  /** Not closed by the store. */
  commands: Redis;
  /** Begins every key. */
  prefix: string;
  /** A visit nobody changes for this long is forgotten. */
  expiryMs?: number;
  /** Wall clock, epoch ms. */
  now?: () => number;
  /** Waits between two tries; tests replace it. */
  pause?: (ms: number) => Promise<void>;
}

interface Stored<V> {
  /** Differs with every write; empty when there is no visit. */
  version: string;
  wakeAt: number | null;
  value: V | null;
}

/** The live visits of several nodes. One visit is one key; its place in the site's list and its wake-up change with it. */
export class RedisVisitStore<V> implements VisitStore<V> {
  readonly #commands: Redis;
  readonly #prefix: string;
  readonly #expiryMs: number;
  readonly #now: () => number;
  readonly #pause: (ms: number) => Promise<void>;
  /** The last update of each visit on this node: those of one node take turns, so only nodes contend. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor({ commands, prefix, expiryMs = 26 * hourMs, now = Date.now, pause = pauseFor }: RedisVisitStoreOptions) {
    this.#commands = commands;
    this.#prefix = prefix;
    this.#expiryMs = expiryMs;
    this.#now = now;
    this.#pause = pause;
  }

  async update<R>(siteId: string, visitorId: string, change: (current: V | null) => Change<V, R>): Promise<R> {
    const name = visitName(siteId, visitorId);
    const before = this.#turns.get(name) ?? Promise.resolve();
    const work = before.then(() => this.#update(siteId, visitorId, change));
    const turn = work.catch(() => {}); // the next in line does not care how this one ended
    this.#turns.set(name, turn);
    try {
      return await work;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }

  async get(siteId: string, visitorId: string): Promise<V | null> {
    return this.#parse(await orUnreachable(this.#commands.get(this.#visitKey(siteId, visitorId)))).value;
  }

  async list(siteId: string): Promise<V[]> {
    const visits = new Map<string, V>(); // a scan may name a member twice
    let cursor = '0';
    do {
      const [next, flat] = await orUnreachable(
        this.#commands.zscan(this.#membersKey(siteId), cursor, 'COUNT', scanSize),
      );
      cursor = next;
      const members = flat.filter((_, index) => index % 2 === 0);
      if (members.length === 0) continue;
      const texts = await orUnreachable(this.#commands.mget(members.map((member) => this.#visitKey(siteId, member))));
      for (const [index, member] of members.entries()) {
        const { value } = this.#parse(texts[index] ?? null);
        if (value !== null) visits.set(member, value);
      }
    } while (cursor !== '0');
    return [...visits.values()];
  }

  async count(siteId: string): Promise<number> {
    const key = this.#membersKey(siteId);
    // Long expired, with room for clocks that differ.
    await orUnreachable(this.#commands.zremrangebyscore(key, '-inf', String(this.#now() - hourMs)));
    return await orUnreachable(this.#commands.zcount(key, String(this.#now()), '+inf'));
  }

  async takeDue(now: number, limit: number): Promise<VisitKey[]> {
    const names = await takeDueScript.run(
      this.#commands,
      [this.#wakeUpsKey()],
      [now, limit, now + reclaimMs, this.#prefix],
    );
    return (names as string[]).map(parseVisitName);
  }

  async earliestWakeAt(): Promise<number | null> {
    const [, score] = await orUnreachable(this.#commands.zrange(this.#wakeUpsKey(), '0', '0', 'WITHSCORES'));
    return score === undefined ? null : Number(score);
  }

  /** Lets the updates under way finish. */
  async close(): Promise<void> {
    await Promise.all(this.#turns.values());
  }

  async #update<R>(siteId: string, visitorId: string, change: (current: V | null) => Change<V, R>): Promise<R> {
    let text = await orUnreachable(this.#commands.get(this.#visitKey(siteId, visitorId)));
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const stored = this.#parse(text);
      const { next, wakeAt, result } = change(stored.value);
      if (next === stored.value && (next === null || wakeAt === stored.wakeAt)) return result;
      const present = await this.#write(siteId, visitorId, stored.version, next, wakeAt);
      if (present === null) return result;
      text = present === '' ? null : present;
      if (attempt > 2) await this.#pause(Math.random() * Math.min(2 ** attempt, 50));
    }
    throw new BusError('visit_contended', 'Too many nodes changed this visit at once');
  }

  /** Returns null if it was written, else what is there instead. */
  async #write(
    siteId: string,
    visitorId: string,
    version: string,
    next: V | null,
    wakeAt: number | null,
  ): Promise<string | null> {
    const text = next === null ? '' : `${newVersion()} ${wakeAt ?? '-'} ${JSON.stringify(next)}`;
    const keys = [this.#visitKey(siteId, visitorId), this.#membersKey(siteId), this.#wakeUpsKey()];
    const name = visitName(siteId, visitorId);
    const values = [version, text, this.#expiryMs, wakeAt ?? '', visitorId, name, this.#now() + this.#expiryMs];
    return (await writeVisitScript.run(this.#commands, keys, values)) as string | null;
  }

  #parse(text: string | null): Stored<V> {
    const parts = text === null ? null : /^(\S+) (\S+) (.*)$/s.exec(text);
    const [, version, wakeAt, json] = parts ?? [];
    if (version === undefined || wakeAt === undefined || json === undefined)
      return { version: '', wakeAt: null, value: null };
    return { version, wakeAt: wakeAt === '-' ? null : Number(wakeAt), value: JSON.parse(json) as V };
  }

  #visitKey(siteId: string, visitorId: string): string {
    return `${this.#prefix}${siteId}:visit:${visitorId}`;
  }

  #membersKey(siteId: string): string {
    return `${this.#prefix}${siteId}:visits`;
  }

  /** The one key that is not a site's own: a node asks once for all of them. */
  #wakeUpsKey(): string {
    return `${this.#prefix}wake-ups`;
  }
}

/** Random, so that a visit that ended and began again is not mistaken for the one before. */
function newVersion(): string {
  return randomBytes(9).toString('base64url');
}

function pauseFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
