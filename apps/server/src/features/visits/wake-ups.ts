import type { Visit } from '@foyer/rules/visit';
import type { Logger } from 'pino';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { VisitEngine } from './visit-engine.ts';

/** Wake-ups armed on other nodes are looked for this often. */
const lookMs = 1000;
const atATime = 200;

/** Brings `clock` events to visits at the instants the engine named: no polling of visits, one timer for all. */
export class WakeUps {
  readonly #store: VisitStore<Visit>;
  readonly #logger: Logger;
  readonly #now: () => number;
  #engine: VisitEngine | null = null;
  #timer: NodeJS.Timeout | null = null;
  #armedFor = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(store: VisitStore<Visit>, logger: Logger, now: () => number) {
    this.#store = store;
    this.#logger = logger;
    this.#now = now;
  }

  start(engine: VisitEngine): void {
    this.#engine = engine;
    this.#arm(this.#now() + lookMs);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** A visit is to be woken at this instant: the timer moves if that is earlier. */
  expect(at: number): void {
    if (at < this.#armedFor) this.#arm(at);
  }

  /** Brings the visits that are due by now their `clock` event; the answer: when the next one is due, or null. */
  async wakeDue(engine: VisitEngine): Promise<number | null> {
    const now = this.#now();
    const due = await this.#store.takeDue(now, atATime);
    for (const { siteId, visitorId } of due) await engine.happen({ type: 'clock', at: now, siteId, visitorId });
    return due.length === atATime ? now : await this.#store.earliestWakeAt();
  }

  #arm(at: number): void {
    const engine = this.#engine;
    if (this.#isStopped || engine === null) return;
    if (this.#timer) clearTimeout(this.#timer);
    const now = this.#now();
    this.#armedFor = Math.min(at, now + lookMs);
    this.#timer = setTimeout(() => void this.#wake(engine), Math.max(0, this.#armedFor - now));
    this.#timer.unref();
  }

  async #wake(engine: VisitEngine): Promise<void> {
    this.#armedFor = Number.POSITIVE_INFINITY;
    try {
      const next = await this.wakeDue(engine);
      this.#arm(Math.min(this.#armedFor, next ?? Number.POSITIVE_INFINITY));
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'wake-ups are late: the visit store is away');
      this.#arm(this.#now() + lookMs);
    }
  }
}
