import type { BackTestSample } from '@foyer/protocol/back-test';
import { compileRules, type RuleSet } from '@foyer/rules/compile-rules';
import type { Effect } from '@foyer/rules/effect';
import type { Explanation } from '@foyer/rules/explanation';
import type { RuleSetSource } from '@foyer/rules/rule-set';
import { localTime } from '@foyer/rules/site-time';
import type { StaffFacts } from '@foyer/rules/visit';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { cutFacts } from '../visits/cut-facts.ts';
import { countVisits, type PastVisit, readStaff, readUndone, readVisits } from './read-visits.ts';
import { type ReplayedVisit, replayVisit } from './replay-visit.ts';
import { actorOf, explainSubject, explanationIn, type RuleSubject } from './rule-subject.ts';
import { type Tally, TallyKeeper, type VisitUnderRules } from './tally.ts';
import { chainAfter, openingFacts, type VisitorChain } from './visitor-chain.ts';

/** What is tried on which visits; plain, so that a thread can be sent it. */
export interface BackTestPlan {
  readonly siteId: string;
  readonly subject: RuleSubject;
  readonly inForce: RuleSetSource;
  readonly changed: RuleSetSource;
  /** Epoch ms; `before` is the first instant after. */
  readonly from: number;
  readonly before: number;
  readonly now: number;
}

/** One share of a plan's visitors. */
export interface BackTestShare {
  readonly share: number;
  readonly shares: number;
}

export interface BackTestWatcher {
  /** Told of the number of visits of the range, then of visits looked at since last told. */
  readonly onCounted?: (total: number) => void;
  readonly onProgress?: (visits: number) => void | Promise<void>;
  /** Told of every decision under both sets; for tests. */
  readonly onDecision?: (set: 'changed' | 'inForce', visit: PastVisit, at: number, effects: readonly Effect[]) => void;
}

/** A fact can be long, such as all pages of a visitor: so many characters are told. */
const factShown = 300;

const someStaff: StaffFacts = { online: 0, withRoom: 0, queueLength: 0, insideOpeningHours: null };

interface Chains {
  readonly changed: VisitorChain;
  readonly inForce: VisitorChain;
}

/** Decides on the recorded visits of one share of the visitors anew, under both sets of rules, and counts what differs. */
export async function runBackTest(
  db: Kysely<Database>,
  plan: BackTestPlan,
  { share, shares }: BackTestShare,
  watcher: BackTestWatcher = {},
): Promise<Tally> {
  const changedRules = compileRules(plan.changed);
  const rulesInForce = compileRules(plan.inForce);
  const { siteId, from, before, now } = plan;
  const { visitTimeoutMs, timeZone, currency } = plan.inForce;
  const needsEarlierPages = [plan.changed, plan.inForce].some(asksForEarlierPages);
  const range = { siteId, from, before, now, share, shares, visitTimeoutMs, currency, needsEarlierPages };
  const { total, byVisitor: left } = await countVisits(db, range);
  watcher.onCounted?.(total);
  const [staff, undone] = await Promise.all([readStaff(db, range), readUndone(db, range)]);
  const chains = new Map<string, Chains>();
  const keeper = new TallyKeeper();

  const replay = (set: 'changed' | 'inForce', rules: RuleSet, past: PastVisit, known: Chains | undefined) => {
    const { recording } = past;
    const own = known?.[set] ?? null;
    const wasUndone = (undone.get(recording.visitorId) ?? []).some(
      (at) => at > (own?.at ?? Number.POSITIVE_INFINITY) && at <= recording.startedAt,
    );
    const facts = openingFacts(past, own, known?.inForce ?? null, wasUndone);
    const watch = new Watch(plan.subject);
    const replayed = replayVisit(recording, facts, rules, staff, (at, effects, staffThen) => {
      watch.see(at, effects, staffThen);
      watcher.onDecision?.(set, past, at, effects);
    });
    return { replayed, facts, watch, chain: () => chainAfter(replayed, facts, visitTimeoutMs) };
  };

  for await (const page of readVisits(db, range, (visitorId) => chains.has(visitorId))) {
    for (const past of page) {
      const { recording } = past;
      const { visitorId } = recording;
      const known = chains.get(visitorId);
      const changed = replay('changed', changedRules, past, known);
      const inForce = replay('inForce', rulesInForce, past, known);
      const visitsLeft = (left.get(visitorId) ?? 1) - 1;
      left.set(visitorId, visitsLeft);
      if (visitsLeft > 0) chains.set(visitorId, { changed: changed.chain(), inForce: inForce.chain() });
      else chains.delete(visitorId);
      keeper.add(
        {
          day: localTime(recording.startedAt, timeZone).date,
          visitorId,
          isApproximate: recording.isApproximate,
          outcome: past.outcome,
          pageCount: past.pageCount,
          acted: {
            changed: changed.watch.result(past, changed.replayed),
            inForce: inForce.watch.result(past, inForce.replayed),
          },
        },
        (outcome) => {
          if (outcome !== 'lost') {
            const seen = changed.watch.first;
            return sampleOf(past, seen?.at ?? recording.startedAt, seen?.explanation ?? null, null);
          }
          const seen = inForce.watch.first;
          const { visit, at } = changed.replayed;
          const staffThen = seen?.staff ?? someStaff;
          const why = visit && explainSubject(changedRules, plan.subject, { visit, at, staff: staffThen });
          return sampleOf(past, seen?.at ?? recording.startedAt, why?.explanation ?? null, why?.state ?? null);
        },
      );
    }
    await watcher.onProgress?.(page.length);
  }
  return keeper.tally;
}

/** What the rule did first in a visit. */
interface Seen {
  readonly at: number;
  readonly staff: StaffFacts;
  readonly explanation: Explanation | null;
}

/** Watches for what one rule does in one visit. */
class Watch {
  readonly #subject: RuleSubject;
  readonly #others: Map<string, NonNullable<ReturnType<typeof actorOf>>> = new Map();
  readonly #suppressed = new Set<string>();
  #decisions = 0;
  #isNewProspect = false;
  #isNewCustomer = false;
  #pagesExcluded = 0;
  #hasOpened = false;
  first: Seen | null = null;

  constructor(subject: RuleSubject) {
    this.#subject = subject;
  }

  see(at: number, effects: readonly Effect[], staff: StaffFacts): void {
    const { kind, id } = this.#subject;
    for (const effect of effects) {
      switch (effect.type) {
        case 'visit.opened':
          this.#hasOpened = true;
          break;
        case 'page.excluded':
          this.#pagesExcluded += 1;
          break;
        case 'customer.flagged':
          this.#isNewCustomer ||= effect.isNew;
          break;
        case 'prospect.fired':
          this.#isNewProspect ||= effect.isFirst.ofVisitor;
          break;
        case 'invite.suppressed':
          if (kind === 'invite' && effect.inviteId === id) this.#suppressed.add(effect.reason);
          break;
        default:
          break;
      }
      const actor = actorOf(effect);
      if (actor === null) continue;
      if (actor.kind !== kind || actor.id !== id) {
        this.#others.set(`${actor.kind} ${actor.id}`, actor);
        continue;
      }
      this.#decisions += 1;
      this.first ??= { at, staff, explanation: explanationIn(effect) };
    }
  }

  result({ pageCount }: PastVisit, { visit }: ReplayedVisit): VisitUnderRules {
    // A visit without a page that is recorded was none.
    const isGone = visit === null || !this.#hasOpened;
    return {
      decisions: this.#subject.kind === 'exclusions' ? Number(isGone) : this.#decisions,
      others: this.#others,
      isNewProspect: this.#isNewProspect,
      isNewCustomer: this.#isNewCustomer,
      suppressed: this.#suppressed,
      pagesExcluded: isGone ? pageCount : this.#pagesExcluded,
    };
  }
}

function sampleOf(
  { recording, outcome, entryPage, pageCount }: PastVisit,
  at: number,
  explanation: Explanation | null,
  state: BackTestSample['state'],
): BackTestSample {
  return {
    visitId: recording.id,
    visitorId: recording.visitorId,
    visitNumber: recording.visitNumber,
    startedAt: recording.startedAt,
    at,
    country: recording.place.country,
    referrerHost: recording.source.referrerHost,
    entryPage,
    pageCount,
    approximate: recording.isApproximate,
    ...outcome,
    state,
    explanation: explanation === null ? null : (cutFacts(explanation, factShown) as BackTestSample['explanation']),
  };
}

/** Whether rules look at addresses that a visitor saw in earlier visits. */
function asksForEarlierPages({ prospectRules, invites, alerts }: RuleSetSource): boolean {
  if (prospectRules.some(({ specificPages }) => specificPages.length > 0)) return true;
  const conditions = [
    ...prospectRules.map((rule) => rule.conditions),
    ...alerts.map((alert) => alert.conditions),
    ...invites.map((invite) => invite.autoSend.conditions),
  ];
  return JSON.stringify(conditions).includes('"page.anyEver"');
}
