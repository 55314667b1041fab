import type { RuleSet } from '@foyer/rules/compile-rules';
import { decide } from '@foyer/rules/decide';
import type { VisitEvent } from '@foyer/rules/event';
import { factsAfter } from '@foyer/rules/facts-after';
import { unknownVisitor } from '@foyer/rules/unknown-visitor';
import type { Visit, VisitorFacts } from '@foyer/rules/visit';
import { recordDecision } from '../../apps/server/src/features/recordings/record-decision.ts';
import { type Facts, factsOfDecision } from '../../apps/server/src/features/visits/facts-of-decision.ts';
import { joinFacts, writeFacts } from '../../apps/server/src/features/visits/write-facts.ts';
import type { Storage } from '../../apps/server/src/storage/storage.ts';
import { idsFrom } from './history/generate-history.ts';
import { randomNumbers } from './random.ts';
import { makeVisitors, type PageViews } from './shop-visitors.ts';

const dayMs = 86_400_000;
/** Decisions written in one transaction. */
const batchSize = 2000;
/** How long the last page is read, and how long the second page is hidden. */
const readMs = 40_000;
const hiddenMs = 5000;

/** What was recorded. */
export interface Recorded {
  readonly visits: number;
  readonly decisions: number;
  /** Firings of alerts and prospect rules, those in shadow included. */
  readonly firings: number;
  /** First and last instant. */
  readonly from: number;
  readonly until: number;
}

/**
 * Lets visitors walk a shop under these rules, twice each, a day apart, and stores and records what is decided as the live
 * server does: by the same functions, in larger batches. The same seed gives the same visits.
 */
export async function recordVisits(
  storage: Storage,
  siteId: string,
  rules: RuleSet,
  visitors: number,
  seed: number,
): Promise<Recorded> {
  const newId = idsFrom(randomNumbers(seed));
  let waiting: Facts[] = [];
  const recorded = { visits: 0, decisions: 0, firings: 0, from: Number.POSITIVE_INFINITY, until: 0 };
  const flush = async () => {
    const facts = joinFacts(waiting);
    waiting = [];
    await storage.db.transaction().execute((trx) => writeFacts(trx, storage.dialect, facts));
  };
  const walks = makeVisitors(visitors, 2000, seed);
  // In order of time, so that the ids are.
  for (const shift of [0, dayMs])
    for (const views of walks) {
      const [first] = views;
      if (first === undefined) continue;
      // Nobody has a past that is not stored: a replay could not know of it.
      const known = shift === 0 ? unknownVisitor : (factsLater.get(first.visitorId) ?? unknownVisitor);
      const walk = new Walk(
        siteId,
        rules,
        known,
        (at) => newId(at),
        (facts, firings) => {
          waiting.push(facts);
          recorded.decisions += 1;
          recorded.firings += firings;
        },
      );
      walk.run(views, shift);
      factsLater.set(first.visitorId, walk.known);
      recorded.visits += 1;
      recorded.from = Math.min(recorded.from, first.at + shift);
      recorded.until = Math.max(recorded.until, walk.at);
      if (waiting.length >= batchSize) await flush();
    }
  await flush();
  return recorded;
}

const factsLater = new Map<string, VisitorFacts>();

/** One visit from its first page to its end. */
class Walk {
  readonly #siteId: string;
  readonly #rules: RuleSet;
  readonly #newId: (at: number) => string;
  readonly #tell: (facts: Facts, firings: number) => void;
  #visit: Visit | null = null;
  #wakeAt: number | null = null;
  known: VisitorFacts;
  at = 0;

  constructor(
    siteId: string,
    rules: RuleSet,
    known: VisitorFacts,
    newId: (at: number) => string,
    tell: (facts: Facts, firings: number) => void,
  ) {
    this.#siteId = siteId;
    this.#rules = rules;
    this.known = known;
    this.#newId = newId;
    this.#tell = tell;
  }

  run(views: PageViews, shift: number): void {
    for (const [place, view] of views.entries()) {
      const at = view.at + shift;
      this.#happen({ ...view, visitor: this.known }, at);
      if (place === 1) {
        this.#happen({ ...base(view), type: 'page.hidden', tab: view.tab }, at + hiddenMs);
        this.#happen({ ...base(view), type: 'page.visible', tab: view.tab }, at + 2 * hiddenMs);
      }
    }
    const last = views.at(-1);
    if (last === undefined) return;
    this.#happen({ ...base(last), type: 'page.left', tab: last.tab }, last.at + shift + readMs);
    this.#passTime(base(last), Number.POSITIVE_INFINITY);
  }

  #passTime(event: ReturnType<typeof base>, until: number): void {
    while (this.#visit !== null && this.#wakeAt !== null && this.#wakeAt <= until)
      this.#decide({ ...event, type: 'clock' }, this.#wakeAt);
  }

  #happen(event: VisitEvent, at: number): void {
    this.#passTime(base(event), at);
    this.#decide(event, at);
  }

  #decide(incoming: VisitEvent, at: number): void {
    const ids = { visit: this.#newId(at), pageView: this.#newId(at), invitation: this.#newId(at) };
    const event: VisitEvent = { ...incoming, at, siteId: this.#siteId, ids };
    const before = this.#visit;
    const { visit: after, effects, wakeAt } = decide(before, event, this.#rules);
    const { timeZone, visitTimeoutMs } = this.#rules.source;
    const { facts } = factsOfDecision({
      siteId: this.#siteId,
      visitorId: event.visitorId,
      at,
      timeZone,
      siteName: 'Shop',
      visitTimeoutMs,
      address: '',
      operatorId: null,
      before,
      after,
      effects,
    });
    facts.recordings.push(...recordDecision({ event, before, after, effects, isRestored: false }));
    this.#tell(facts, facts.firings.length);
    if (before !== null && after === null) this.known = factsAfter(before, at, visitTimeoutMs);
    this.#visit = after;
    this.#wakeAt = wakeAt;
    this.at = at;
  }
}

function base({ at, siteId, visitorId, staff, ids }: VisitEvent) {
  return { at, siteId, visitorId, staff, ids };
}
