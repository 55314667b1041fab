import type { InviteFrame } from '@foyer/protocol/invite';
import type { PageMessage } from '@foyer/protocol/visitor-socket';
import { guard, later } from './guard.ts';
import { drawInvite } from './invite.ts';

/** For the preview, which must know where visitors' browsers would put what it shows. */
export { invitePlace } from './invite-place.ts';

interface Surroundings {
  host: Node;
  origin: string;
  /** Milliseconds since this page view began. */
  pageAgeMs(): number;
  report(message: PageMessage): void;
  onAccepted(invitationId: string): void;
  onChange(): void;
  onState(invitationId: string, state: 'shown' | 'accepted' | 'declined' | 'timedOut'): void;
}

/** The one invite that waits for its turn or is on the screen. */
export interface Invitations {
  /** One that waits gives way to a newer one; one on the screen doesn't. */
  receive(frame: InviteFrame): void;
  withdraw(invitationId: string): void;
  clear(): void;
  isShown(): boolean;
}

export function invitations({
  host,
  origin,
  pageAgeMs,
  report,
  onAccepted,
  onChange,
  onState,
}: Surroundings): Invitations {
  let current: { id: string; isShown: boolean; remove(): void } | null = null;

  function receive(frame: InviteFrame): void {
    const id = frame.invitationId;
    if (current?.isShown || current?.id === id) return;
    clear();
    const timer = later(draw, frame.delaySeconds * 1_000 - pageAgeMs());
    current = { id, isShown: false, remove: () => clearTimeout(timer) };

    function draw(): void {
      const settle = (state: 'accepted' | 'declined' | 'timedOut'): (() => void) =>
        guard(() => {
          current = null;
          report({ type: `invite.${state}`, invitationId: id });
          onChange();
          onState(id, state);
          if (state === 'accepted') onAccepted(id);
        });
      const drawn = drawInvite(
        host,
        { ...frame, imageUrl: origin + frame.imageUrl },
        {
          onShown: guard(() => {
            if (current) current.isShown = true;
            report({ type: 'invite.shown', invitationId: id });
            onChange();
            onState(id, 'shown');
          }),
          onAccepted: settle('accepted'),
          onDeclined: settle('declined'),
          onTimedOut: settle('timedOut'),
          onFailed: () => (current = null),
        },
      );
      current = { id, isShown: false, remove: drawn.remove };
    }
  }

  function clear(): void {
    if (!current) return;
    current.remove();
    current = null;
    onChange();
  }

  return {
    receive,
    clear,
    withdraw: (id) => current?.id === id && clear(),
    isShown: () => !!current?.isShown,
  };
}
