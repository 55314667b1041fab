import { assertNever } from '@foyer/protocol/assert-never';
import type { Invite, InviteSource } from '@foyer/protocol/invite';
import { type CompiledExpression, compileExpression } from './conditions.ts';
import type { Moment } from './moment.ts';
import { compilePagePattern, type PagePattern } from './page-pattern.ts';
import { listEntries } from './pattern-list.ts';
import type { SiteReading } from './rule-set.ts';
import type { SuppressionReason } from './suppression-reason.ts';
import type { Invitation, Visit } from './visit.ts';

const dayMs = 86_400_000;

/** An invite with its auto-send rule, ready to judge. */
export interface CompiledInvite {
  readonly invite: Invite;
  /** Where it sends itself; empty: nowhere. */
  readonly pages: readonly PagePattern[];
  /** Null: none to meet. */
  readonly conditions: CompiledExpression | null;
}

/** Compiles one invite of a site. */
export function compileInvite(invite: Invite, site: SiteReading): CompiledInvite {
  const { enabled, pages, conditions } = invite.autoSend;
  return {
    invite,
    pages: enabled ? listEntries(pages).map((page) => compilePagePattern(page, site.keepsFragments)) : [],
    conditions: conditions === null ? null : compileExpression(conditions, site),
  };
}

/**
 * Why an invite can't be sent to the visitor now; null: it can. What an operator asks for by hand is held back by the
 * guards alone, not by frequency and limits, which are there to tame rules.
 */
export function findSuppression(invite: Invite, source: InviteSource, moment: Moment): SuppressionReason | null {
  const { visit, staff, at } = moment;
  if (!invite.enabled) return 'inviteDisabled';
  if (visit.visitor.isBlocked) return 'blocked';
  if (visit.chat !== null) return 'chatOpen';
  if (isOnScreen(visit.invitation)) return 'inviteOnScreen';
  if (staff.online <= 0) return 'nobodyOnline';
  if (staff.insideOpeningHours === false) return 'outsideOpeningHours';
  if (source !== 'operator') {
    if (isUsedUp(invite, visit)) return 'frequency';
    if ((visit.visitor.invites[invite.id]?.shown ?? 0) >= invite.limits.showsPerVisitor) return 'showLimit';
    if (isQuiet(invite, visit, at)) return 'quietAfterDecline';
  }
  return invite.shadow ? 'shadow' : null;
}

/** Whether the invite's frequency allows no further one on this page view. */
export function isUsedUp(invite: Invite, visit: Visit): boolean {
  const invited = visit.invited[invite.id];
  switch (invite.frequency) {
    case 'oncePerVisitor':
      return invited !== undefined || (visit.visitor.invites[invite.id]?.sent ?? 0) > 0;
    case 'oncePerVisit':
      return invited !== undefined;
    case 'everyPage':
      return invited?.pageViewId === visit.page.id;
    default:
      return assertNever(invite.frequency);
  }
}

/** Whether an invitation is, or is about to be, on the visitor's screen. */
export function isOnScreen(invitation: Invitation | null): invitation is Invitation {
  return invitation !== null && (invitation.state === 'queued' || invitation.state === 'shown');
}

function isQuiet(invite: Invite, { visitor }: Visit, at: number): boolean {
  return visitor.lastDeclinedAt !== null && at - visitor.lastDeclinedAt < invite.limits.quietDaysAfterDecline * dayMs;
}
