import type { Invite } from '@foyer/protocol/invite';
import { isOnScreen } from './invites.ts';
import { quietly, type Step } from './step.ts';
import type { Invitation, StaffFacts, Visit } from './visit.ts';

type Answer = 'shown' | 'accepted' | 'declined' | 'timedOut';

/**
 * What the visitor's page says became of its invite. What is said of another one, or for the second time, changes nothing.
 * `clickOf`: what a click on an invite asks for; null: there is no such invite any more.
 */
export function answerInvite(
  visit: Visit,
  invitationId: string,
  answer: Answer,
  at: number,
  clickOf: (inviteId: string) => Invite['click'] | null = () => null,
): Step {
  const { invitation, visitor } = visit;
  if (invitation === null || invitation.id !== invitationId) return quietly(visit);
  // The click and the chat it opens come by two connections: the chat may be first, and has then withdrawn the invite.
  const lateClick = answer === 'accepted' && invitation.state === 'withdrawn' && visit.chat !== null;
  const isExpected = answer === 'shown' ? invitation.state === 'queued' : isOnScreen(invitation) || lateClick;
  if (!isExpected) return quietly(visit);
  const { inviteId } = invitation;
  const counts = visitor.invites[inviteId] ?? { sent: 0, shown: 0 };
  return {
    visit: {
      ...visit,
      invitation: { ...invitation, state: answer, at },
      chatWish: answer === 'accepted' ? wishOf(clickOf(inviteId), visit.chatWish) : visit.chatWish,
      visitor: {
        ...visitor,
        invites:
          answer === 'shown'
            ? { ...visitor.invites, [inviteId]: { ...counts, shown: counts.shown + 1 } }
            : visitor.invites,
        invitesDeclined: visitor.invitesDeclined + (answer === 'declined' ? 1 : 0),
        lastDeclinedAt: answer === 'declined' ? at : visitor.lastDeclinedAt,
      },
    },
    effects: [{ type: `invite.${answer}`, invitationId, inviteId }],
  };
}

/** What a chat that is opened by a click asks for; a click that asks for nothing leaves the wish as it was. */
function wishOf(click: Invite['click'] | null, before: Visit['chatWish']): Visit['chatWish'] {
  if (click === null) return before;
  const { department, skill, survey = {} } = click;
  return department === null && skill === null && Object.keys(survey).length === 0
    ? before
    : { department, skill, survey };
}

/** Takes the invite off the screen when nobody is Online any more, a chat is open, or the visitor is blocked. */
export function withdrawInvite(visit: Visit, staff: StaffFacts, at: number): Step {
  const mayStay = staff.online > 0 && visit.chat === null && !visit.visitor.isBlocked;
  if (!isOnScreen(visit.invitation) || mayStay) return quietly(visit);
  return withdraw(visit, visit.invitation, at);
}

/**
 * The last open page was left with an invite unanswered. One that was shown has had its time; one that a page sent is
 * for that page only; another's, still to be shown, waits for the next page.
 */
export function abandonInvite(visit: Visit, at: number): Step {
  const { invitation } = visit;
  if (!isOnScreen(invitation)) return quietly(visit);
  if (invitation.state === 'shown') return answerInvite(visit, invitation.id, 'timedOut', at);
  return invitation.source === 'autoSend' ? withdraw(visit, invitation, at) : quietly(visit);
}

function withdraw(visit: Visit, invitation: Invitation, at: number): Step {
  const { id, inviteId } = invitation;
  const withdrawn: Visit = { ...visit, invitation: { ...invitation, state: 'withdrawn', at } };
  return {
    // One that nobody has seen has not used up its frequency.
    visit: invitation.state === 'queued' ? uncount(withdrawn, inviteId) : withdrawn,
    effects: [{ type: 'invite.withdrawn', invitationId: id, inviteId }],
  };
}

function uncount(visit: Visit, inviteId: string): Visit {
  const { [inviteId]: invited, ...others } = visit.invited;
  const counts = visit.visitor.invites[inviteId] ?? { sent: 1, shown: 0 };
  const invites = { ...visit.visitor.invites, [inviteId]: { ...counts, sent: Math.max(0, counts.sent - 1) } };
  const left = (invited?.count ?? 0) - 1;
  return {
    ...visit,
    invited: invited === undefined || left <= 0 ? others : { ...others, [inviteId]: { count: left, pageViewId: '' } },
    visitor: { ...visit.visitor, invites },
  };
}
