import { assertNever } from '@foyer/protocol/assert-never';
import type { RouteLevel, Routing, RoutingStrategy } from '@foyer/protocol/routing';

/** What a chat asks for. */
export interface ChatNeeds {
  readonly departmentId: string | null;
  readonly skillIds: readonly string[];
}

/** What of a chat's wishes counts at a level of the fall-back. */
export function needsAt({ departmentId, skillIds }: ChatNeeds, level: RouteLevel): ChatNeeds {
  return {
    departmentId: level === 'asked' || level === 'withoutSkills' ? departmentId : null,
    skillIds: level === 'asked' || level === 'withoutDepartment' ? skillIds : [],
  };
}

/** Whether an operator, by department and skills, is one of those for whom a chat with these needs is. */
export function isFor(
  needs: ChatNeeds,
  operator: { readonly departmentIds: readonly string[]; readonly skillIds: readonly string[] },
): boolean {
  if (needs.departmentId !== null && !operator.departmentIds.includes(needs.departmentId)) return false;
  return needs.skillIds.every((id) => operator.skillIds.includes(id));
}

/** What comes when nobody answers at a level, and how long after it began. */
export interface FallbackStep {
  readonly to: RouteLevel | 'missed';
  readonly afterMs: number;
}

/** The next step of the fall-back; null: the chat stays at this level. */
export function nextFallback(needs: ChatNeeds, level: RouteLevel, fallback: Routing['fallback']): FallbackStep | null {
  const now = needsAt(needs, level);
  const { withoutSkills, withoutDepartment, missed } = fallback;
  if (now.skillIds.length > 0 && withoutSkills.enabled)
    return {
      to: now.departmentId === null ? 'everybody' : 'withoutSkills',
      afterMs: withoutSkills.afterSeconds * 1000,
    };
  if (now.departmentId !== null && withoutDepartment.enabled)
    return {
      to: now.skillIds.length === 0 ? 'everybody' : 'withoutDepartment',
      afterMs: withoutDepartment.afterSeconds * 1000,
    };
  return missed.enabled ? { to: 'missed', afterMs: missed.afterSeconds * 1000 } : null;
}

/** All levels that a chat can be at, in their order. */
export function levelsOf(needs: ChatNeeds, fallback: Routing['fallback']): { level: RouteLevel; afterMs: number }[] {
  const levels: { level: RouteLevel; afterMs: number }[] = [{ level: 'asked', afterMs: 0 }];
  for (;;) {
    const last = levels.at(-1);
    const step = last && nextFallback(needs, last.level, fallback);
    if (!step || step.to === 'missed') return levels;
    levels.push({ level: step.to, afterMs: last.afterMs + step.afterMs });
  }
}

/** An operator who is connected, as routing sees them. */
export interface Candidate {
  readonly operatorId: string;
  readonly isOnline: boolean;
  /** Below their limit, chats that ring at them alone counted. */
  readonly hasRoom: boolean;
  /** Active chats, and those that ring at them alone. */
  readonly load: number;
  /** When a chat was last offered to them alone, epoch ms; 0: never. */
  readonly offeredAt: number;
}

/** A pending chat, as routing sees it. */
export interface RoutedChat {
  readonly level: RouteLevel;
  readonly levelSince: number;
  readonly offer: { readonly operatorId: string; readonly until: number } | null;
  /** Those who had it at this level and did not take it. */
  readonly offeredBefore: readonly string[];
}

/** What routing does to a pending chat. */
export type RouteStep =
  | { readonly kind: 'offer'; readonly operatorId: string; readonly until: number; readonly isNewRound: boolean }
  | { readonly kind: 'assign'; readonly operatorId: string; readonly until: number; readonly isNewRound: boolean }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'fallBack'; readonly to: RouteLevel }
  | { readonly kind: 'miss'; readonly isAnybodyOnline: boolean };

/**
 * The next step of a pending chat, or null: nothing is to be done now. `candidates`: connected operators for whom the chat
 * is at its level.
 */
export function routeChat(
  chat: RoutedChat,
  needs: ChatNeeds,
  routing: Routing,
  candidates: readonly Candidate[],
  now: number,
): RouteStep | null {
  const { offer } = chat;
  const isSequential = routing.forced || routing.strategy !== 'ringAll';
  if (offer !== null) {
    const holder = candidates.find(({ operatorId }) => operatorId === offer.operatorId);
    // Whoever went away, or chose another status, is not waited for.
    const stands = isSequential && !routing.forced && now < offer.until && holder?.isOnline === true;
    return stands ? null : { kind: 'withdraw' };
  }
  const online = candidates.filter(({ isOnline }) => isOnline);
  const able = online.filter(({ hasRoom }) => hasRoom);
  const fresh = able.filter(({ operatorId }) => !chat.offeredBefore.includes(operatorId));
  const fallback = nextFallback(needs, chat.level, routing.fallback);
  const isDue = fallback !== null && now - chat.levelSince >= fallback.afterMs;
  const fallBack = (): RouteStep | null => {
    if (fallback === null) return null;
    if (fallback.to === 'missed') return isDue ? { kind: 'miss', isAnybodyOnline: online.length > 0 } : null;
    return { kind: 'fallBack', to: fallback.to };
  };
  // Nobody of this level is there: waiting for them helps nobody.
  if (isDue || online.length === 0) {
    const step = fallBack();
    if (step !== null) return step;
  }
  if (!isSequential) return null;
  const hadAll = fresh.length === 0 && able.length > 0;
  if (hadAll && fallback !== null && fallback.to !== 'missed') return fallBack();
  const chosen = chooseNext(
    routing.forced && routing.strategy === 'ringAll' ? 'leastBusy' : routing.strategy,
    hadAll ? able : fresh,
  );
  if (chosen === null) return null;
  const until = now + routing.acceptTimeoutSeconds * 1000;
  return {
    kind: routing.forced ? 'assign' : 'offer',
    operatorId: chosen.operatorId,
    until,
    isNewRound: hadAll,
  };
}

/** Candidates in the order in which they would be asked. */
export function inTurn(strategy: RoutingStrategy, candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((one, other) => compare(strategy, one, other));
}

function chooseNext(strategy: RoutingStrategy, candidates: readonly Candidate[]): Candidate | null {
  return inTurn(strategy, candidates)[0] ?? null;
}

function compare(strategy: RoutingStrategy, one: Candidate, other: Candidate): number {
  const byTurn = one.offeredAt - other.offeredAt || (one.operatorId < other.operatorId ? -1 : 1);
  switch (strategy) {
    case 'leastBusy':
      return one.load - other.load || byTurn;
    case 'rotate':
      return byTurn;
    case 'ringAll':
      return 0;
    default:
      return assertNever(strategy);
  }
}
