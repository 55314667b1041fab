import { factsAfter } from '@foyer/rules/facts-after';
import type { Visit, VisitorFacts } from '@foyer/rules/visit';
import { hasOpened } from '@foyer/rules/visit-state';

/** What is known of a visitor after a visit, under one set of rules. */
export interface VisitorChain {
  readonly facts: VisitorFacts;
  /** When the visit was over. */
  readonly at: number;
  /** The invite that nobody had seen when the visit ended. */
  readonly unseenInvite: string | null;
}

/** The chain after one more visit; `opening`: what was known when it began. A visit that never was leaves nothing. */
export function chainAfter(
  replayed: { readonly visit: Visit | null; readonly at: number },
  opening: VisitorFacts,
  visitTimeoutMs: number,
): VisitorChain {
  const { visit, at } = replayed;
  if (visit === null || !hasOpened(visit)) return { facts: opening, at, unseenInvite: null };
  const { invitation } = visit;
  return {
    facts: factsAfter(visit, at, visitTimeoutMs),
    at,
    unseenInvite: invitation?.state === 'queued' ? invitation.inviteId : null,
  };
}

/**
 * What is known of a visitor when a later visit opens: what was recorded then, but what rules have made of them, which is as
 * the earlier visits of this replay have left it. `inForce`: the same under the rules in force; where the two differ in what
 * was counted, the difference is kept.
 */
export function openingFacts(
  recorded: { readonly facts: VisitorFacts; readonly isStored: boolean },
  own: VisitorChain | null,
  inForce: VisitorChain | null,
  wasUndone: boolean,
): VisitorFacts {
  const { facts } = recorded;
  if (own === null || inForce === null) return facts;
  const after = own.facts;
  const base = inForce.facts;
  const difference = (name: 'earlierVisits' | 'earlierPages' | 'earlierVisibleMs' | 'earlierRevenue') =>
    facts[name] + after[name] - base[name];
  const sameOr = <K extends 'firstVisitAt' | 'lastVisitAt' | 'firstReferrer'>(name: K): VisitorFacts[K] =>
    after[name] === base[name] ? facts[name] : after[name];
  return {
    ...facts,
    earlierVisits: difference('earlierVisits'),
    earlierPages: difference('earlierPages'),
    earlierVisibleMs: difference('earlierVisibleMs'),
    earlierRevenue: difference('earlierRevenue'),
    firstVisitAt: sameOr('firstVisitAt'),
    lastVisitAt: sameOr('lastVisitAt'),
    firstReferrer: sameOr('firstReferrer'),
    earlierPageUrls: after.earlierPageUrls,
    isProspect: after.isProspect,
    isCustomer: after.isCustomer && !wasUndone,
    prospectTypes: after.prospectTypes,
    shadowTypes: after.shadowTypes,
    invitesDeclined: after.invitesDeclined,
    lastDeclinedAt: after.lastDeclinedAt,
    invites: recorded.isStored ? withoutUnseen(own) : after.invites,
  };
}

/** What is stored does not count an invite that nobody has seen. */
function withoutUnseen({ facts: { invites }, unseenInvite }: VisitorChain): VisitorFacts['invites'] {
  const counts = unseenInvite === null ? undefined : invites[unseenInvite];
  if (unseenInvite === null || counts === undefined) return invites;
  const { [unseenInvite]: _unseen, ...others } = invites;
  const sent = Math.max(0, counts.sent - 1);
  return sent === 0 && counts.shown === 0 ? others : { ...others, [unseenInvite]: { ...counts, sent } };
}
