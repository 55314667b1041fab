import type { Invite, InviteSource } from '@foyer/protocol/invite';
import type { RuleSet } from './compile-rules.ts';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import { findSuppression } from './invites.ts';
import type { Step } from './step.ts';
import type { SuppressionReason } from './suppression-reason.ts';
import { expose, holdOut, takePart } from './take-part.ts';
import type { Visit } from './visit.ts';

/** An invite that somebody or some rule wants to send; by id, or by name. */
export interface WantedInvite {
  readonly reference: string;
  readonly source: InviteSource;
}

/** Sends the first of the wanted invites that nothing holds back; the others are suppressed (rules.md section 9). In order of precedence. */
export function sendInvites(visit: Visit, event: VisitEvent, rules: RuleSet, wanted: readonly WantedInvite[]): Step {
  const moment = { visit, at: event.at, staff: event.staff, site: rules.source };
  const effects: Effect[] = [];
  let next = visit;
  let isSent = false;
  for (const { reference, source } of wanted) {
    const invite = rules.findInvite(reference)?.invite ?? null;
    // Judged by the visit before this event: what it sends itself is told apart as `anotherInviteFirst`.
    const held = invite === null ? 'inviteMissing' : findSuppression(invite, source, moment);
    const reason = held === null && isSent ? 'anotherInviteFirst' : held;
    if (invite !== null && reason === null) {
      isSent = true;
      const part = takePart(rules.experiments, invite, source, visit.visitorId);
      if (part !== null) effects.push(expose(part));
      if (part?.group === 'holdOut') {
        const heldOut = holdOut(next, invite, source, event);
        next = heldOut.visit;
        effects.push(...heldOut.effects);
        continue;
      }
      const variant = part?.variantId ? { variantId: part.variantId } : {};
      next = send(next, invite, source, event, variant);
      effects.push({
        type: 'invite.sent',
        invitationId: event.ids.invitation,
        inviteId: invite.id,
        inviteName: invite.name,
        source,
        ...variant,
      });
      continue;
    }
    const id = invite?.id ?? reference;
    const name = invite?.name ?? reference;
    const suppressed = suppress(
      next,
      { id, name, shadow: invite?.shadow ?? false, version: invite?.version ?? 1 },
      source,
      reason ?? 'inviteMissing',
    );
    next = suppressed.visit;
    effects.push(...suppressed.effects);
  }
  return { visit: next, effects };
}

function send(
  visit: Visit,
  invite: Invite,
  source: InviteSource,
  event: VisitEvent,
  variant: { readonly variantId?: string },
): Visit {
  const counts = visit.visitor.invites[invite.id] ?? { sent: 0, shown: 0 };
  const count = (visit.invited[invite.id]?.count ?? 0) + 1;
  return {
    ...visit,
    invitation: { id: event.ids.invitation, inviteId: invite.id, source, state: 'queued', at: event.at, ...variant },
    invited: { ...visit.invited, [invite.id]: { count, pageViewId: visit.page.id } },
    visitor: {
      ...visit.visitor,
      invites: { ...visit.visitor.invites, [invite.id]: { ...counts, sent: counts.sent + 1 } },
    },
  };
}

/** Records a suppression. Auto send tries on every page: each reason is recorded once per visit and invite. */
function suppress(
  visit: Visit,
  invite: { readonly id: string; readonly name: string; readonly shadow: boolean; readonly version: number },
  source: InviteSource,
  reason: SuppressionReason,
): Step {
  const suppressed: Effect = {
    type: 'invite.suppressed',
    inviteId: invite.id,
    inviteName: invite.name,
    source,
    reason,
  };
  if (source !== 'autoSend') return { visit, effects: [suppressed] };
  const known = visit.suppressed[invite.id] ?? [];
  // An invite on trial is only told of when it would have been sent.
  if (known.includes(reason) || (invite.shadow && reason !== 'shadow')) return { visit, effects: [] };
  return {
    visit: { ...visit, suppressed: { ...visit.suppressed, [invite.id]: [...known, reason] } },
    effects: [
      reason === 'shadow'
        ? {
            type: 'shadow.matched',
            rule: 'invite',
            id: invite.id,
            name: invite.name,
            version: invite.version,
            occurrence: `shadow invite ${invite.id} ${visit.id}`,
            explanation: null,
          }
        : suppressed,
    ],
  };
}
