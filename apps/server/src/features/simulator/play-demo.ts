import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Scenario } from '@foyer/protocol/scenario';
import { type DemoSurroundings, DemoVisitor } from './demo-visitor.ts';
import { type Journey, readJourneys, type Walk, walkOf } from './journey.ts';

/** A console that sorts its list otherwise, or is loaded anew, stops watching for a moment. */
const patienceMs = 5000;
/** Whoever comes back to the list within this time finds the same visitors; later, others. */
const sameVisitorsMs = 10 * 60_000;
/** Time between two arrivals while there is room. */
const arrivalMs = { least: 4000, more: 16_000 };
/** How long a last page stays open; most are closed soon. */
const lingerMs = { least: 10_000, more: 4 * 60_000 };
/** How many in a hundred come again who could, and for which visit at most. Those before are played at once. */
const returning = { percent: 40, visitsAtMost: 3 };
/** Those who have just left when the list is opened. */
const leftBefore = { count: 2, leastMs: 50_000, moreMs: 120_000 };
/** One of the first visitors has gone for a coffee: longer than a site's idle time, as a rule. */
const coffee = { sinceMs: 6 * 60_000, untilMs: 12 * 60_000 };

/** What the player is handed; clock and random numbers too, so that a test can drive it. */
export interface DemoParts extends DemoSurroundings {
  /** Visitors connected at the same time. */
  readonly maxVisitors: number;
  /** Visitors to play; the same seed gives the same. */
  readonly scenarioOf: (seed: number) => Scenario;
  /** For work nobody waits for: takes note of its failure. */
  readonly report: (work: Promise<unknown>) => void;
  /** Calls back after so many ms, unless what it answers is called before. */
  readonly wait: (ms: number, then: () => void) => () => void;
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
  #isClosed = false;
  /** When the last watcher left. */
  #leftAt = 0;
  /** Whether the visitors' connections are broken. */
  #isPaused = false;
  #stopWaiting: () => void = () => undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: DemoParts) {
    this.#parts = parts;
    this.#seed = Math.floor(parts.random() * 2 ** 31);
  }

  /** Somebody has begun to watch the list, or the last one has stopped. */
  watch(isWatched: boolean): void {
    if (this.#isClosed) return;
    this.#isWatched = isWatched;
    this.#stopWaiting();
    if (isWatched) return this.#inTurn(() => this.#begin());
    this.#leftAt = this.#parts.now();
    this.#wait(patienceMs, () => this.#pause());
  }

  /** Stops for good; resolves when the visitors' connections are broken. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isWatched = false;
    this.#stopWaiting();
    this.#inTurn(() => this.#pause());
    await this.#turn;
  }

  async #begin(): Promise<void> {
    const now = this.#parts.now();
    if (this.#isPaused) {
      this.#isPaused = false;
      const awayMs = now - this.#leftAt;
      this.#arrivesAt += awayMs;
      if (awayMs > sameVisitorsMs) this.#visitors.clear();
      for (const visitor of this.#visitors) await visitor.reconnect(now, awayMs);
    }
    if (this.#visitors.size === 0) this.#open(now);
    await this.#play();
  }

  async #pause(): Promise<void> {
    if (this.#isWatched || this.#isPaused) return;
    this.#isPaused = true;
    for (const visitor of this.#visitors) await visitor.disconnect(this.#parts.now());
  }

  /** Lets everything happen that is due, in order of time, and comes back when more is. */
  async #play(): Promise<void> {
    while (this.#isWatched) {
      const now = this.#parts.now();
      this.#letIn(now);
      const [next] = [...this.#visitors].sort((one, other) => one.nextAt - other.nextAt);
      if (next === undefined || next.nextAt > now) return this.#waitForNext(next?.nextAt ?? Number.POSITIVE_INFINITY);
      const acting = next.act();
      this.#parts.report(acting);
      await acting.catch(() => undefined);
      if (next.isGone) this.#visitors.delete(next);
      await othersFirst();
    }
  }

  #waitForNext(actsAt: number): void {
    const comesAt = this.#hasRoom() ? this.#arrivesAt : Number.POSITIVE_INFINITY;
    const at = Math.min(actsAt, comesAt);
    if (Number.isFinite(at)) this.#wait(at - this.#parts.now(), () => this.#play());
  }

  /** A shop on a good day: some read, one is idle, some have just left, and there is room for the next. */
  #open(now: number): void {
    const { maxVisitors, random } = this.#parts;
    const present = Math.max(1, maxVisitors - 1);
    for (let place = -leftBefore.count; place < present; place += 1) {
      const walk = this.#nextWalk();
      if (walk === null) return;
      const walkMs = walk.steps.at(-1)?.afterMs ?? 0;
      if (place < 0) {
        const ago = leftBefore.leastMs + random() * leftBefore.moreMs;
        this.#add(walk, now - walkMs - lingerMs.least - ago, lingerMs.least);
      } else if (place === 0 && present > 1) {
        this.#add(walk, now - walkMs - coffee.sinceMs, coffee.untilMs);
      } else {
        const linger = this.#linger();
        // Spread over their visits: one has just come, another is about to go.
        this.#add(walk, now - ((place + random()) / (present + 1)) * (walkMs + linger), linger);
      }
    }
    this.#arrivesAt = now + this.#arrivalGap();
  }

  #letIn(now: number): void {
    if (!this.#hasRoom() || now < this.#arrivesAt) return;
    const walk = this.#nextWalk();
    if (walk !== null) this.#add(walk, now, this.#linger());
    this.#arrivesAt = now + this.#arrivalGap();
  }

  #add(walk: Walk, beginsAt: number, linger: number): void {
    const onInvited = () => {
      if (this.#isWatched) this.#wait(0, () => this.#play());
    };
    this.#visitors.add(new DemoVisitor(this.#parts, walk, { beginsAt, lingerMs: linger }, onInvited));
  }

  /** Null: the scenario has nobody. */
  #nextWalk(): Walk | null {
    if (this.#supply.length === 0) {
      this.#supply = readJourneys(this.#parts.scenarioOf(this.#seed));
      this.#seed += 1;
    }
    const journey = this.#supply.shift();
    if (journey === undefined) return null;
    const comesAgain = this.#parts.random() * 100 < returning.percent;
    return walkOf(journey, comesAgain ? returning.visitsAtMost : 1);
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

  #wait(ms: number, work: () => Promise<void>): void {
    this.#stopWaiting();
    this.#stopWaiting = this.#parts.wait(Math.max(0, ms), () => this.#inTurn(work));
  }
}

/** Waits by a timer that keeps no process alive. */
export function waitByTimer(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
