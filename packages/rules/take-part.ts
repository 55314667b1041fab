import type { Invite, InviteSource } from '@foyer/protocol/invite';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import { assignGroup, type ExperimentGroup, type RunningExperiment } from './experiment.ts';
import type { Step } from './step.ts';
import type { Visit } from './visit.ts';

/** What a visitor who is about to be sent an invite is part of. */
export interface Part {
  readonly runId: string;
  readonly group: ExperimentGroup;
  /** The invite whose look is shown instead; null: the invite's own, or nothing. */
  readonly variantId: string | null;
}

/**
 * The part that a visitor has in the running experiment on an invite; null: there is none. Asked once nothing else holds the
 * invite back, so that all groups are of visitors who would have been sent it. An operator's own invite is never tried on.
 */
export function takePart(
  experiments: ReadonlyMap<string, RunningExperiment>,
  invite: Invite,
  source: InviteSource,
  visitorId: string,
): Part | null {
  const experiment = source === 'operator' ? undefined : experiments.get(invite.id);
  if (experiment === undefined) return null;
  const group = assignGroup(experiment, visitorId);
  return { runId: experiment.runId, group, variantId: group === 'holdOut' || group === 'invite' ? null : group };
}

/** Counts a visitor into their group: stored once per run, whatever follows. */
export function expose({ runId, group }: Part): Effect {
  return { type: 'experiment.exposed', runId, group };
}

/**
 * Sends nothing, since the visitor is of the hold-out. Frequency and limits take it for sent and shown: else the visitor would be
 * asked about again and again, and get after the experiment what the others had during it.
 */
export function holdOut(visit: Visit, invite: Invite, source: InviteSource, event: VisitEvent): Step {
  const counts = visit.visitor.invites[invite.id] ?? { sent: 0, shown: 0 };
  const count = (visit.invited[invite.id]?.count ?? 0) + 1;
  return {
    visit: {
      ...visit,
      invited: { ...visit.invited, [invite.id]: { count, pageViewId: visit.page.id, heldOut: true } },
      visitor: {
        ...visit.visitor,
        invites: { ...visit.visitor.invites, [invite.id]: { sent: counts.sent + 1, shown: counts.shown + 1 } },
      },
    },
    effects: [
      {
        type: 'invite.suppressed',
        inviteId: invite.id,
        inviteName: invite.name,
        source,
        reason: 'holdOut',
        invitationId: event.ids.invitation,
      },
    ],
  };
}
