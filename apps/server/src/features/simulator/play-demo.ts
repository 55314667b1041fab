import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Scenario } from '@foyer/protocol/scenario';
import { type DemoSurroundings, DemoVisitor } from './demo-visitor.ts';
import { type Journey, readJourneys } from './journey.ts';

/** A console that sorts its list otherwise, or is loaded anew, stops watching for a moment. */
const patienceMs = 5000;
/** Whoever comes back to the list within this time finds the same visitors; later, others. */
const sameVisitorsMs = 10 * 60_000;
/** Time between two arrivals while there is room. */
const arrivalMs = { least: 4000, more: 16_000 };
/** How long a last page stays open; most are closed soon. */
const lingerMs = { least: 20_000, more: 8 * 60_000 };
/** Those who have just left when the list is opened. */
const leftBefore = { count: 2, leastMs: 50_000, moreMs: 120_000 };
/** One of the first visitors has gone for a coffee: longer than a site's idle time, as a rule. */
const coffee = { sinceMs: 6 * 60_000, untilMs: 12 * 60_000 };

export interface DemoParts extends DemoSurroundings {
  /** Visitors connected at the same time. */
  readonly maxVisitors: number;
  /** Visitors to play; the same seed gives the same. */
  readonly scenarioOf: (seed: number) => Scenario;
  /** For work nobody waits for: takes note of its failure. */
  readonly report: (work: Promise<unknown>) => void;
}

/** Plays simulated visitors into the demo site, without end, while somebody watches its visitor list. */
export class DemoPlayer {
  readonly #parts: DemoParts;
  readonly #visitors = new Set<DemoVisitor>();
  #supply: Journey[] = [];
  #seed: number;
  /** When the next visitor comes, if there is room. */
  #arrivesAt = 0;
  #isWatched = false;
  /** Since when the visitors' connections are broken; null: they are not. */
  #awaySince: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: DemoParts) {
    this.#parts = parts;
    this.#seed = Math.floor(parts.random() * 2 ** 31);
  }

  /** Somebody has begun to watch the list, or the last one has stopped. */
  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.#disarm();
    if (isWatched) this.#inTurn(() => this.#begin());
    else this.#arm(patienceMs, () => this.#pause());
  }

  /** Stops for good; resolves when the visitors' connections are broken. */
  async close(): Promise<void> {
    this.#isWatched = false;
    this.#disarm();
    this.#inTurn(() => this.#pause());
    await this.#turn;
  }

  async #begin(): Promise<void> {
    const now = this.#parts.now();
    if (this.#awaySince !== null) {
      const awayMs = now - this.#awaySince;
      this.#awaySince = null;
      if (awayMs > sameVisitorsMs) this.#visitors.clear();
      for (const visitor of this.#visitors) await visitor.reconnect(now, awayMs);
    }
    if (this.#visitors.size === 0) this.#open(now);
    await this.#play();
  }

  async #pause(): Promise<void> {
    if (this.#isWatched || this.#awaySince !== null) return;
    this.#awaySince = this.#parts.now();
    for (const visitor of this.#visitors) await visitor.disconnect(this.#awaySince);
  }

  /** Lets everything happen that is due, in order of time, and comes back when more is. */
  async #play(): Promise<void> {
    while (this.#isWatched) {
      const now = this.#parts.now();
      this.#letIn(now);
      const [next] = [...this.#visitors].sort((one, other) => one.nextAt - other.nextAt);
      if (next === undefined || next.nextAt > now) return this.#armForNext(next?.nextAt ?? Number.POSITIVE_INFINITY);
      const acting = next.act();
      this.#parts.report(acting);
      await acting.catch(() => undefined);
      if (next.isGone) this.#visitors.delete(next);
      await othersFirst();
    }
  }

  #armForNext(actsAt: number): void {
    const comesAt = this.#hasRoom() ? this.#arrivesAt : Number.POSITIVE_INFINITY;
    const at = Math.min(actsAt, comesAt);
    if (Number.isFinite(at)) this.#arm(at - this.#parts.now(), () => this.#play());
  }

  /** A shop on a good day: some read, one is idle, some have just left. */
  #open(now: number): void {
    const { maxVisitors, random } = this.#parts;
    const leaving = Math.min(leftBefore.count, maxVisitors - 1);
    for (let place = 0; place < maxVisitors + leaving; place += 1) {
      const journey = this.#nextJourney();
      if (journey === null) return;
      const walkMs = journey.steps.at(-1)?.afterMs ?? 0;
      const present = place - leaving;
      if (present < 0) {
        const ago = leftBefore.leastMs + random() * leftBefore.moreMs;
        this.#add(journey, now - walkMs - lingerMs.least - ago, lingerMs.least);
      } else if (present === 0 && maxVisitors > 2) {
        this.#add(journey, now - walkMs - coffee.sinceMs, coffee.untilMs);
      } else {
        const linger = this.#linger();
        // Spread over their visits: one has just come, another is about to go.
        this.#add(journey, now - ((present + random()) / (maxVisitors + 1)) * (walkMs + linger), linger);
      }
    }
    this.#arrivesAt = now + this.#arrivalGap();
  }

  #letIn(now: number): void {
    if (!this.#hasRoom() || now < this.#arrivesAt) return;
    const journey = this.#nextJourney();
    if (journey !== null) this.#add(journey, now, this.#linger());
    this.#arrivesAt = now + this.#arrivalGap();
  }

  #add(journey: Journey, beginsAt: number, linger: number): void {
    const onInvited = () => {
      if (this.#isWatched) this.#arm(0, () => this.#play());
    };
    this.#visitors.add(new DemoVisitor(this.#parts, journey, { beginsAt, lingerMs: linger }, onInvited));
  }

  /** Null: the scenario has nobody. */
  #nextJourney(): Journey | null {
    if (this.#supply.length === 0) {
      this.#supply = readJourneys(this.#parts.scenarioOf(this.#seed));
      this.#seed += 1;
    }
    return this.#supply.shift() ?? null;
  }

  #hasRoom(): boolean {
    return this.#visitors.size < this.#parts.maxVisitors;
  }

  #linger(): number {
    return lingerMs.least + this.#parts.random() ** 3 * lingerMs.more;
  }

  #arrivalGap(): number {
    return arrivalMs.least + this.#parts.random() * arrivalMs.more;
  }

  /** One piece of work at a time: what a visitor does keeps its order. */
  #inTurn(work: () => Promise<void>): void {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined); // reported
    this.#parts.report(turn);
  }

  #arm(ms: number, work: () => Promise<void>): void {
    this.#disarm();
    this.#timer = setTimeout(() => this.#inTurn(work), Math.max(0, ms));
    this.#timer.unref();
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
