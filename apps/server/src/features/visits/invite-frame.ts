import type { Invite, InviteFrame } from '@foyer/protocol/invite';
import { showAs } from '@foyer/rules/show-as';
import type { Invitation } from '@foyer/rules/visit';
import { imagePath } from '../invites/gallery.ts';

/** What a page needs to draw an invitation, in the look that an experiment gave it; null: its invite is gone. */
export function findInviteFrame(
  siteId: string,
  invites: ReadonlyMap<string, Invite>,
  { id, inviteId, variantId }: Pick<Invitation, 'id' | 'inviteId' | 'variantId'>,
): InviteFrame | null {
  const invite = invites.get(inviteId);
  if (invite === undefined) return null;
  const look = variantId === undefined ? undefined : invites.get(variantId);
  return toInviteFrame(siteId, id, look === undefined ? invite : showAs(invite, look));
}

function toInviteFrame(siteId: string, invitationId: string, invite: Invite): InviteFrame {
  return {
    invitationId,
    imageUrl: imagePath(siteId, invite.image),
    altText: invite.altText,
    overlay: invite.overlay,
    close: invite.close,
    width: invite.width,
    start: invite.start,
    end: invite.end,
    animation: invite.animation,
    displaySeconds: invite.displaySeconds,
    exit: invite.exit,
    delaySeconds: invite.delaySeconds,
  };
}
