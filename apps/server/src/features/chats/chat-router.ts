import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { RouteLevel, Routing } from '@foyer/protocol/routing';
import { type Candidate, isFor, needsAt, type RouteStep, routeChat } from '@foyer/rules/route-chat';
import type { Storage } from '../../storage/storage.ts';
import { acceptPendingChat, appendDecided, system } from './chat-log-repository.ts';
import { needsOfChat, requeued } from './chat-route.ts';
import {
  isAt,
  listPendingRoutes,
  listUnconfirmed,
  moveOffer,
  noteTurn,
  type PendingRoute,
  readTurns,
} from './chat-routing-repository.ts';
import type { ChatService } from './chat-service.ts';

/** An operator of the site who is connected. */
export interface RoutedMember {
  readonly operatorId: string;
  readonly name: string;
  readonly isOnline: boolean;
  readonly activeChats: number;
  /** 0: no limit. */
  readonly maxChats: number;
  readonly departmentIds: readonly string[];
  readonly skillIds: readonly string[];
}

export interface ChatRouterParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  readonly routingOf: (siteId: string) => Promise<Routing | null>;
  readonly membersOf: (siteId: string) => readonly RoutedMember[];
  /** A chat rings at one operator alone. */
  readonly onOffered: (chat: ChatSummary) => void;
  readonly now: () => number;
}

/** Steps of one chat taken in a row: an offer that is withdrawn is followed by the next one at once. */
const maxSteps = 20;

/** What a sweep knows of a site. */
interface SiteView {
  readonly routing: Routing;
  /** Copies: what the sweep gives them is counted at once. */
  readonly members: (RoutedMember & { activeChats: number })[];
  readonly turns: Map<string, number>;
}

/**
 * Leads pending chats to their operators (W-184..186): offers and assigns them, and lets them fall back. Where a chat is
 * stands in the database; each step is taken from exactly there, once, by whichever node looks first.
 */
export class ChatRouter {
  readonly #parts: ChatRouterParts;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;

  constructor(parts: ChatRouterParts) {
    this.#parts = parts;
  }

  get #db() {
    return this.#parts.storage.db;
  }

  /** Safe on several nodes at once. Calls while one is under way lead to one more. */
  sweep(): Promise<void> {
    if (this.#running !== null) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = Promise.resolve().then(() => this.#sweepAll());
    return this.#running;
  }

  async #sweepAll(): Promise<void> {
    try {
      do {
        this.#isAskedAgain = false;
        await this.#takeBackUnconfirmed();
        await this.#routePending();
      } while (this.#isAskedAgain);
    } finally {
      // In the turn in which it looked whether one more is needed: a call that comes later starts its own.
      this.#running = null;
    }
  }

  async #routePending(): Promise<void> {
    const pending = await listPendingRoutes(this.#db);
    if (pending.length === 0) return;
    /** Chats that ring at one operator alone, by operator. */
    const ringing = new Map<string, number>();
    const count = (operatorId: string, by: number) => ringing.set(operatorId, (ringing.get(operatorId) ?? 0) + by);
    for (const { place } of pending) if (place.offeredTo !== null) count(place.offeredTo, 1);
    const sites = new Map<string, SiteView | null>();
    for (const first of pending) {
      const { siteId } = first.chat;
      if (!sites.has(siteId)) sites.set(siteId, await this.#viewOf(siteId));
      const site = sites.get(siteId);
      if (!site) continue;
      let one: PendingRoute | null = first;
      for (let steps = 0; one !== null && steps < maxSteps; steps += 1)
        one = await this.#step(one, site, ringing, count);
    }
  }

  async #viewOf(siteId: string): Promise<SiteView | null> {
    const routing = await this.#parts.routingOf(siteId);
    if (routing === null) return null;
    const isSequential = routing.forced || routing.strategy !== 'ringAll';
    return {
      routing,
      members: this.#parts.membersOf(siteId).map((member) => ({ ...member })),
      turns: isSequential ? await readTurns(this.#db, siteId) : new Map(),
    };
  }

  /** Takes one step; the answer is where the chat is then, null when there is nothing more to do for now. */
  async #step(
    one: PendingRoute,
    site: SiteView,
    ringing: ReadonlyMap<string, number>,
    count: (operatorId: string, by: number) => void,
  ): Promise<PendingRoute | null> {
    const { chat, place } = one;
    const now = this.#parts.now();
    const needs = needsOfChat(chat);
    const step = routeChat(
      {
        level: place.level,
        levelSince: place.since,
        offer:
          place.offeredTo === null || place.offeredUntil === null
            ? null
            : { operatorId: place.offeredTo, until: place.offeredUntil },
        offeredBefore: JSON.parse(place.offeredBefore),
      },
      needs,
      site.routing,
      site.members.filter((member) => isFor(needsAt(needs, place.level), member)).map(toCandidate(site, ringing)),
      now,
    );
    if (step === null) return null;
    const moved = await this.#take(one, step, site, now);
    if (moved === null) return null;
    if (place.offeredTo !== null) count(place.offeredTo, -1);
    if (moved.place.offeredTo !== null) count(moved.place.offeredTo, 1);
    return moved;
  }

  async #take(one: PendingRoute, step: RouteStep, site: SiteView, now: number): Promise<PendingRoute | null> {
    const { chat, place } = one;
    const before: string[] = JSON.parse(place.offeredBefore);
    const nameOf = (operatorId: string) => site.members.find((member) => member.operatorId === operatorId)?.name ?? '';
    switch (step.kind) {
      case 'offer': {
        const { operatorId, until } = step;
        const offer = { operatorId, name: nameOf(operatorId), until };
        site.turns.set(operatorId, now);
        const moved = await moveOffer(this.#db, one, { offer, offeredBefore: step.isNewRound ? [] : before }, now);
        if (moved) this.#parts.onOffered(moved.chat);
        return this.#tell(moved);
      }
      case 'withdraw': {
        const offeredBefore = [...new Set([...before, ...(place.offeredTo === null ? [] : [place.offeredTo])])];
        return this.#tell(await moveOffer(this.#db, one, { offer: null, offeredBefore }, now));
      }
      case 'assign': {
        const { operatorId } = step;
        if (step.isNewRound && before.length > 0)
          return this.#tell(await moveOffer(this.#db, one, { offer: null, offeredBefore: [] }, now));
        const operator = { id: operatorId, name: nameOf(operatorId) };
        const accepted = await acceptPendingChat(this.#db, chat.siteId, chat.id, operator, now, step.until);
        if (!accepted) return null; // what was known of the operator is old: the next look knows more
        site.turns.set(operatorId, now);
        const member = site.members.find((each) => each.operatorId === operatorId);
        if (member) member.activeChats += 1;
        await noteTurn(this.#db, chat.siteId, operatorId, now);
        this.#parts.chats.tellHandedOver(accepted.chat, accepted.entry);
        return null;
      }
      case 'fallBack':
        return this.#fallBack(one, step.to, now);
      case 'miss':
        await this.#parts.chats.missUnanswered(chat, step.isAnybodyOnline ? 'timedOut' : 'nobodyOnline');
        return null;
      default:
        return assertNever(step);
    }
  }

  #tell(moved: Awaited<ReturnType<typeof moveOffer>>): PendingRoute | null {
    if (moved) this.#parts.chats.tellRouted(moved.chat, null);
    return moved;
  }

  async #fallBack({ chat, place }: PendingRoute, to: RouteLevel, now: number): Promise<PendingRoute | null> {
    const needs = needsAt(needsOfChat(chat), to);
    const fallen = await appendDecided(
      this.#db,
      chat.siteId,
      chat.id,
      { states: ['pending'], at: now },
      async (_trx, locked) =>
        isAt(locked, place)
          ? {
              sender: system,
              content: {
                kind: 'routed',
                department: needs.departmentId === null ? null : chat.departmentName,
                skills: chat.skills.filter(({ id }) => needs.skillIds.includes(id)).map(({ name }) => name),
                rule: null,
              },
              patch: {
                route_level: to,
                route_since: now,
                offered_to: null,
                offered_name: null,
                offered_until: null,
                offered_before: '[]',
              },
            }
          : null,
    );
    if (!fallen?.entry) return null;
    this.#parts.chats.tellRouted(fallen.chat, fallen.entry);
    const at: PendingRoute['place'] = {
      level: to,
      since: now,
      offeredTo: null,
      offeredUntil: null,
      offeredBefore: '[]',
    };
    return { chat: fallen.chat, place: at };
  }

  /** Who was assigned a chat and neither writes nor confirms in time loses it; the next one is asked. */
  async #takeBackUnconfirmed(): Promise<void> {
    const now = this.#parts.now();
    for (const chat of await listUnconfirmed(this.#db, now)) {
      const back = await appendDecided(
        this.#db,
        chat.siteId,
        chat.id,
        { states: ['active'], at: now },
        async (_trx, locked) => {
          const { operator_id: operatorId, confirm_until: until } = locked;
          if (operatorId === null || until === null || until > now) return null;
          const before: string[] = JSON.parse(locked.offered_before);
          return {
            sender: system,
            content: { kind: 'left', operatorName: locked.operator_name ?? '' },
            patch: {
              ...requeued(now, operatorId),
              // Whoever had it before is not asked again in this round.
              offered_before: JSON.stringify([...new Set([...before, operatorId])]),
              route_level: locked.route_level,
            },
          };
        },
      );
      if (back?.entry) this.#parts.chats.tellHandedOver(back.chat, back.entry);
    }
  }
}

function toCandidate(site: SiteView, ringing: ReadonlyMap<string, number>) {
  return (member: RoutedMember): Candidate => {
    const load = member.activeChats + (ringing.get(member.operatorId) ?? 0);
    return {
      operatorId: member.operatorId,
      isOnline: member.isOnline,
      hasRoom: member.maxChats === 0 || load < member.maxChats,
      load,
      offeredAt: site.turns.get(member.operatorId) ?? 0,
    };
  };
}

/** Whether a pending chat, at its present level, or an open transfer is for an operator. */
export function isChatFor(
  chat: ChatSummary,
  operator: Pick<RoutedMember, 'operatorId' | 'departmentIds' | 'skillIds'>,
): boolean {
  const { transfer, route } = chat;
  if (route !== null) return isFor(needsAt(needsOfChat(chat), route.level), operator);
  if (transfer === null || transfer.fromOperatorId === operator.operatorId) return false;
  if (transfer.declinedBy.includes(operator.operatorId)) return false;
  const { kind, id } = transfer.to;
  if (kind === 'operator') return id === operator.operatorId;
  return (kind === 'department' ? operator.departmentIds : operator.skillIds).includes(id);
}
