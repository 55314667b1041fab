import { parseVisitName, visitName } from './visit-name.ts';
import { type Change, reclaimMs, type VisitKey, type VisitStore } from './visit-store.ts';
import { WakeHeap } from './wake-heap.ts';

interface Entry<V> {
  value: V;
  wakeAt: number | null;
}

/** The live visits of a node that is alone, kept as they are. They end by their wake-ups; nothing expires by itself. */
export class MemoryVisitStore<V> implements VisitStore<V> {
  readonly #sites = new Map<string, Map<string, Entry<V>>>();
  readonly #wakeUps = new WakeHeap();

  async update<R>(siteId: string, visitorId: string, change: (current: V | null) => Change<V, R>): Promise<R> {
    const name = visitName(siteId, visitorId);
    const entry = this.#sites.get(siteId)?.get(visitorId) ?? null;
    const { next, wakeAt, result } = change(entry?.value ?? null);
    if (next === null) this.#remove(siteId, visitorId, name);
    else if (next !== entry?.value || wakeAt !== entry.wakeAt)
      this.#write(siteId, visitorId, name, { value: next, wakeAt });
    return result;
  }

  async get(siteId: string, visitorId: string): Promise<V | null> {
    return this.#sites.get(siteId)?.get(visitorId)?.value ?? null;
  }

  async list(siteId: string): Promise<V[]> {
    return Array.from(this.#sites.get(siteId)?.values() ?? [], (entry) => entry.value);
  }

  async count(siteId: string): Promise<number> {
    return this.#sites.get(siteId)?.size ?? 0;
  }

  async takeDue(now: number, limit: number): Promise<VisitKey[]> {
    const due: VisitKey[] = [];
    while (due.length < limit) {
      const earliest = this.#wakeUps.earliest();
      if (!earliest || earliest.at > now) break;
      this.#wakeUps.set(earliest.key, now + reclaimMs);
      due.push(parseVisitName(earliest.key));
    }
    return due;
  }

  async earliestWakeAt(): Promise<number | null> {
    return this.#wakeUps.earliest()?.at ?? null;
  }

  async close(): Promise<void> {}

  #write(siteId: string, visitorId: string, name: string, entry: Entry<V>): void {
    const visits = this.#sites.get(siteId) ?? new Map<string, Entry<V>>();
    visits.set(visitorId, entry);
    this.#sites.set(siteId, visits);
    if (entry.wakeAt === null) this.#wakeUps.delete(name);
    else this.#wakeUps.set(name, entry.wakeAt);
  }

  #remove(siteId: string, visitorId: string, name: string): void {
    const visits = this.#sites.get(siteId);
    visits?.delete(visitorId);
    if (visits?.size === 0) this.#sites.delete(siteId);
    this.#wakeUps.delete(name);
  }
}
