import { decide } from '@foyer/rules/decide';
import type { Effect } from '@foyer/rules/effect';
import type { FreshIds, VisitEvent } from '@foyer/rules/event';
import { factsAfter } from '@foyer/rules/facts-after';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { UnderWay } from '../../http/under-way.ts';
import type { Storage } from '../../storage/storage.ts';
import { recordDecision } from '../recordings/record-decision.ts';
import type { FactWriter } from './fact-writer.ts';
import { factsOfDecision } from './facts-of-decision.ts';
import { findInviteFrame } from './invite-frame.ts';
import { toLiveRow } from './live-row.ts';
import { protectEvent } from './protect-event.ts';
import type { SiteConfiguration, SiteConfigurations } from './site-configuration.ts';
import {
  type LiveChange,
  liveChannel,
  type Popup,
  pagesChannel,
  popupChannel,
  storedChannel,
  type ToPages,
  type VisitStored,
} from './visit-channels.ts';
import { type KnownVisitor, readVisitor } from './visit-repository.ts';

/** What a page reports later than this, since it was offline, calls nobody any more. */
const popupWithinMs = 15 * 60_000;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event as it comes in: the engine adds staff, fresh ids and what is stored of the visitor. */
export type IncomingEvent = Without<VisitEvent, 'staff' | 'ids' | 'visitor'>;

/** What an event led to. */
export interface Outcome {
  readonly before: Visit | null;
  readonly visit: Visit | null;
  readonly effects: readonly Effect[];
  /** Resolves once the decision is committed; rejects when it could not be. */
  readonly stored: Promise<void>;
}

export interface VisitEngineParts {
  readonly storage: Storage;
  readonly store: VisitStore<Visit>;
  readonly bus: EventBus;
  readonly configurations: SiteConfigurations;
  readonly facts: FactWriter;
  readonly staffOf: (siteId: string) => StaffFacts;
  readonly logger: Logger;
  readonly now: () => number;
  /**
   * Told of visits with a chat whose visitor came or went, after the decision. `mayWalk`: no page is open just now, but
   * that is what walking from page to page looks like too.
   */
  readonly onPresenceChanged: (visit: Visit, presence: 'here' | 'mayWalk' | 'gone') => void;
  /** Told when a rule waits for the host name of an address, and for every new visit. */
  readonly onHostNameWanted: (siteId: string, visitorId: string, address: string, isAwaited: boolean) => void;
  /** Told when the earliest wake-up may have moved. */
  readonly onWakeUp: (at: number) => void;
  /** Whether a visitor was erased: nothing of them is taken in any more. */
  readonly isErased?: (siteId: string, visitorId: string) => boolean;
  /** Where each event is noted until it is decided, stored and told; left out: nobody asks. */
  readonly underWay?: UnderWay;
}

/** Runs each event of a visitor through the rules: the one door through which a live visit changes. */
export class VisitEngine {
  readonly #parts: VisitEngineParts;
  /** The newest event of each visitor until it, and those before it, are decided and stored. */
  readonly #latest = new Map<string, Promise<void>>();

  constructor(parts: VisitEngineParts) {
    this.#parts = parts;
  }

  /** Decides on one event, stores what was decided, and tells who must know. Null: no such site. */
  happen(incoming: IncomingEvent, options: { operatorId?: string } = {}): Promise<Outcome | null> {
    const name = `${incoming.siteId} ${incoming.visitorId}`;
    const earlier = this.#latest.get(name);
    const work = this.#happen(incoming, options, earlier);
    const over = untilStored(work, earlier);
    this.#latest.set(name, over);
    void over.then(() => {
      if (this.#latest.get(name) === over) this.#latest.delete(name);
    });
    this.#parts.underWay?.follow(over);
    return work;
  }

  /** Resolves when all that has happened to a visitor here is decided and stored, or could not be. */
  async whenStored(siteId: string, visitorId: string): Promise<void> {
    await this.#latest.get(`${siteId} ${visitorId}`);
  }

  async #happen(
    happened: IncomingEvent,
    options: { operatorId?: string },
    earlier: Promise<void> | undefined,
  ): Promise<Outcome | null> {
    const { siteId, visitorId } = happened;
    const configuration = await this.#parts.configurations.find(siteId);
    if (!configuration || this.#parts.isErased?.(siteId, visitorId)) return null;
    const incoming = protectEvent(happened, configuration);
    if (!this.#parts.facts.hasRoom)
      throw new AppError('unavailable', 'The server cannot take more just now', { retryAfterMs: 2000 });

    const ids = freshIds();
    const staff = this.#parts.staffOf(siteId);
    const decided = await this.#decide(incoming, configuration, ids, staff, earlier);
    const { before, visit, effects } = decided;

    const { facts, firingOf } = factsOfDecision({
      siteId,
      visitorId,
      at: incoming.at,
      timeZone: configuration.site.timeZone,
      siteName: configuration.site.name,
      visitTimeoutMs: configuration.rules.source.visitTimeoutMs,
      address: incoming.type === 'page.viewed' ? incoming.place.address : (before?.place.address ?? ''),
      operatorId: options.operatorId ?? null,
      before,
      after: visit,
      effects,
    });
    const hasFacts = Object.values(facts).some((rows) => rows.length > 0);
    facts.recordings.push(...recordDecision({ ...decided, after: visit }));
    const isWritten = hasFacts || facts.recordings.length > 0;
    const newFacts = isWritten ? this.#parts.facts.write(facts) : Promise.resolve(new Set<string>());
    const stored = newFacts.then(async (added) => {
      await this.#tell(decided, incoming.at, configuration, firingOf, added);
      const visitId = (visit ?? before)?.id;
      if (hasFacts && visitId !== undefined)
        void this.#publish(storedChannel(siteId), { visitId } satisfies VisitStored);
    });
    // Whoever needs to know awaits `stored`; for all others a failure is logged here, once.
    stored.catch((error) => this.#parts.logger.error({ err: error, siteId }, 'a decision could not be stored'));

    if (before !== visit) this.#tellOperators(siteId, visitorId, visit, configuration);
    this.#tellPresence(before, visit, incoming.type === 'clock');
    for (const effect of effects) {
      if (configuration.privacy.addresses === 'cut') continue; // host names are not kept
      if (effect.type === 'facts.wanted') this.#parts.onHostNameWanted(siteId, visitorId, effect.address, true);
      if (effect.type === 'visit.opened' && visit)
        this.#parts.onHostNameWanted(siteId, visitorId, visit.place.address, false);
    }
    return { before, visit, effects, stored };
  }

  async #decide(
    incoming: IncomingEvent,
    configuration: SiteConfiguration,
    ids: FreshIds,
    staff: StaffFacts,
    earlier: Promise<void> | undefined,
  ) {
    const { store, storage } = this.#parts;
    const { siteId, visitorId } = incoming;
    const { visitTimeoutMs } = configuration.rules.source;
    let known: KnownVisitor | null = null;
    for (;;) {
      const decided = await store.update(siteId, visitorId, (current) => {
        // Nothing live: what is stored must be read first, outside of this pure step.
        if (current === null && known === null) return { next: null, wakeAt: null, result: null };
        const stored = current ?? known?.openVisit ?? null;
        const address = incoming.type === 'page.viewed' ? incoming.place.address : (stored?.place.address ?? '');
        // A cut address is that of many: only the visitor themselves can be blocked.
        const blockedBy = configuration.privacy.addresses === 'cut' ? '' : address;
        const isBlocked = configuration.blocks.hold(visitorId, blockedBy, this.#parts.now());
        const before = stored && withBlock(stored, isBlocked);
        const event = {
          ...incoming,
          ids,
          staff,
          visitor: visitorFacts(before, known, incoming.at, visitTimeoutMs, isBlocked),
        } as VisitEvent;
        const decision = decide(before, event, configuration.rules);
        return {
          next: decision.visit,
          wakeAt: decision.wakeAt,
          result: {
            event,
            before: stored,
            visit: decision.visit,
            effects: decision.effects,
            wakeAt: decision.wakeAt,
            isRestored: current === null && stored !== null,
          },
        };
      });
      if (decided) {
        if (decided.wakeAt !== null) this.#parts.onWakeUp(decided.wakeAt);
        return decided;
      }
      // A visit that has just ended is stored as open until its end is: it must not be built again from that.
      await earlier;
      known = await readVisitor(storage.db, siteId, visitorId, incoming.at - configuration.rules.source.visitTimeoutMs);
    }
  }

  /** What may be told only after it is committed: invites and pop-ups. */
  async #tell(
    decided: { visit: Visit | null; effects: readonly Effect[] },
    at: number,
    configuration: SiteConfiguration,
    firingOf: ReadonlyMap<string, string>,
    added: ReadonlySet<string>,
  ): Promise<void> {
    const { visit, effects } = decided;
    if (!visit) return;
    const { siteId, visitorId } = visit;
    for (const effect of effects) {
      switch (effect.type) {
        case 'invite.sent': {
          const { invitationId: id, inviteId, variantId } = effect;
          const invite = findInviteFrame(siteId, configuration.invites, {
            id,
            inviteId,
            ...(variantId === undefined ? {} : { variantId }),
          });
          if (!invite || !added.has(id)) break;
          await this.#toPages(siteId, {
            visitorId,
            frame: { type: 'invite.sent', invite },
            onlyTab: visibleTab(visit),
            exceptTab: null,
          });
          break;
        }
        case 'invite.withdrawn':
          await this.#toPages(siteId, {
            visitorId,
            frame: { type: 'invite.withdrawn', invitationId: effect.invitationId },
            onlyTab: null,
            exceptTab: null,
          });
          break;
        case 'popup.sent': {
          const firing = firingOf.get(effect.rule.id);
          if (firing === undefined || !added.has(firing) || this.#parts.now() - at > popupWithinMs) break;
          const popup: Popup = {
            popupId: firing,
            rule: { kind: effect.rule.kind, name: effect.rule.name },
            visit: toLiveRow(visit, configuration, this.#parts.now()),
          };
          await this.#publish(popupChannel(siteId), popup);
          break;
        }
        default:
          break;
      }
    }
  }

  #tellOperators(siteId: string, visitorId: string, visit: Visit | null, configuration: SiteConfiguration): void {
    const row = visit && hasOpened(visit) ? toLiveRow(visit, configuration, this.#parts.now()) : null;
    const change: LiveChange = { visitorId, row };
    void this.#publish(liveChannel(siteId), change);
  }

  #tellPresence(before: Visit | null, visit: Visit | null, isClock: boolean): void {
    const chatVisit = visit?.chat ? visit : before?.chat ? before : null;
    if (!chatVisit) return;
    const isHere = visit !== null && visit.disconnectedAt === null;
    const wasHere = before !== null && before.disconnectedAt === null;
    if (isHere !== wasHere) this.#parts.onPresenceChanged(chatVisit, isHere ? 'here' : 'mayWalk');
    else if (!isHere && isClock) this.#parts.onPresenceChanged(chatVisit, 'gone');
  }

  #toPages(siteId: string, message: ToPages): Promise<void> {
    return this.#publish(pagesChannel(siteId), message);
  }

  /** The bus carries hints: when it is away, clients ask again by themselves. */
  #publish(channel: string, message: unknown): Promise<void> {
    return this.#parts.bus
      .publish(channel, message)
      .catch((error) => this.#parts.logger.warn({ channel, error: String(error) }, 'the bus is away'));
  }
}

/** Resolves when an event and the one before it are over, and what was decided is stored, or could not be. */
async function untilStored(work: Promise<Outcome | null>, earlier: Promise<void> | undefined): Promise<void> {
  await earlier;
  await work.then((outcome) => outcome?.stored).catch(() => undefined);
}

/** Ids for one decision, made when it asks for them: most need but one. Asked again, as on another try, they are the same. */
function freshIds(): FreshIds {
  let visit: string | undefined;
  let pageView: string | undefined;
  let invitation: string | undefined;
  return {
    get visit() {
      visit ??= newId();
      return visit;
    },
    get pageView() {
      pageView ??= newId();
      return pageView;
    },
    get invitation() {
      invitation ??= newId();
      return invitation;
    },
  };
}

/** A visit that goes on carries what was known when it opened; the next one starts from what is stored, plus it. */
function visitorFacts(
  before: Visit | null,
  known: KnownVisitor | null,
  at: number,
  visitTimeoutMs: number,
  isBlocked: boolean,
) {
  if (before !== null) return factsAfter(before, at, visitTimeoutMs);
  return known ? { ...known.facts, isBlocked } : undefined;
}

/** The visit as it is by now: blocks come, are undone and run out without its doing. */
function withBlock(visit: Visit, isBlocked: boolean): Visit {
  return visit.visitor.isBlocked === isBlocked ? visit : { ...visit, visitor: { ...visit.visitor, isBlocked } };
}

/** The tab that shows a page just now, the newest of several; null: none is visible, so whichever becomes so first. */
function visibleTab(visit: Visit): string | null {
  const visible = Object.entries(visit.tabs).filter(([, tab]) => tab.visibleSince !== null);
  visible.sort(([, one], [, other]) => other.seenAt - one.seenAt);
  return visible[0]?.[0] ?? null;
}
